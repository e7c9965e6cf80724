package dev.duet.internal.rule;

import dev.duet.api.DuetEvent;
import dev.duet.internal.call.CallControl;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.Protocol;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the rules need of their account. */
public interface RuleHost {

    /** The loop. */
    Loop loop();

    /** The configured halves. */
    Set<Protocol> protocols();

    /** The account's own address on that half. */
    Address self(Protocol protocol);

    /** How long a call rings. */
    Duration ringTimeout();

    /** What the user published. */
    Availability own();

    /** True for somebody on the block list. */
    boolean blocks(Address address);

    /** Those that are not over, in the order in which they began. */
    List<CallControl> callsNow();

    /** Tells the application. */
    void emit(DuetEvent event);
}

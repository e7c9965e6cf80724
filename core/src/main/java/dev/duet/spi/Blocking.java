package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.SpamReport;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of blocked addresses that a server keeps for all devices (XEP-0191). What is on it is told by
 * {@link LinkListener#blockList}; the outcome of a command as {@link Link} says.
 */
@OnLoop
public interface Blocking {

    /**
     * Blocks addresses of this link's protocol. Fails as UNSUPPORTED at a server without such a list.
     *
     * @param addresses at least one
     * @param report what to tell the server about them; null for nothing. Left out where the server takes no reports
     */
    void block(long operation, Set<Address> addresses, @Nullable SpamReport report);

    /**
     * Takes addresses off the list.
     *
     * @param addresses at least one
     */
    void unblock(long operation, Set<Address> addresses);
}

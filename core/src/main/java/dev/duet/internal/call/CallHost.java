package dev.duet.internal.call;

import dev.duet.api.Contacts;
import dev.duet.api.DuetEvent;
import dev.duet.internal.loop.Operations;
import dev.duet.model.Address;
import dev.duet.model.CallOptions;
import dev.duet.model.CallState;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Loop;
import dev.duet.spi.MediaSession;
import dev.duet.spi.OnLoop;
import dev.duet.spi.Referral;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a call needs of its account. */
public interface CallHost {

    /** The loop. */
    Loop loop();

    /** Where futures complete. */
    Executor callbacks();

    /** Commands that wait for their outcome. */
    Operations operations();

    /** True when calls that begin now are traced. From any thread. */
    boolean tracesCalls();

    /** How long a call rings. */
    Duration ringTimeout();

    /** False for an incoming call that the account's rules end before it rings; it is over then. */
    @OnLoop
    boolean admits(CallControl call);

    /** The ways to those to whom a call was sent on, as far as they can carry its wishes; may be none. */
    @OnLoop
    CallWays ways(List<Address> to, CallOptions options);

    /**
     * Begins a leg on the half that the route names.
     *
     * @param dialer begins it in a way of its own; null for the usual one
     * @param options what is wished of it, where it goes the usual way
     */
    @OnLoop
    CallLeg dial(Route route, @Nullable Dialer dialer, CallOptions options, CallLeg.Listener listener);

    /** By which protocols those who are called make the offer. */
    @OnLoop
    Set<Protocol> calleeOffers();

    /** The other side of a call wants this side to call somebody else instead. */
    @OnLoop
    void referred(CallControl call, Referral referral);

    /** Makes the media of a call by that protocol. */
    @OnLoop
    MediaSession media(Protocol protocol, MediaSession.Listener listener);

    /** Who has that address, for sure or by a cue. From any thread. */
    Optional<Contacts.Match> identify(Address address);

    /** True when the way to that half's server is protected. From any thread. */
    boolean isProtected(Protocol protocol);

    /** Tells the application. From any thread. */
    void emit(DuetEvent event);

    /** A call went on. */
    @OnLoop
    void changed(CallControl call, CallState before, CallState after);
}

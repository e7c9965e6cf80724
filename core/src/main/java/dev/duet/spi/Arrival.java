package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.Conference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and what is told of it.
 *
 * @param from who calls, as far as the protocol vouches for it
 * @param callerName what the caller is called; empty when not told
 * @param details what else is told
 * @param replaced the leg that this one wants to replace: one that is accepted, or one of an outgoing call; null for
 *     none
 * @param throughServer true when it came through the account's own server, which may be trusted to know its users
 * @param conference the conference that the caller says to be; null for none
 */
public record Arrival(
        Address from,
        String callerName,
        CallDetails details,
        @Nullable CallLeg replaced,
        boolean throughServer,
        @Nullable Conference conference) {

    public Arrival {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(callerName, "callerName");
        Objects.requireNonNull(details, "details");
    }

    /** Somebody who replaces nothing. */
    public Arrival(Address from, String callerName, CallDetails details) {
        this(from, callerName, details, null, false);
    }

    /** Somebody who is no conference. */
    public Arrival(
            Address from, String callerName, CallDetails details, @Nullable CallLeg replaced, boolean throughServer) {
        this(from, callerName, details, replaced, throughServer, null);
    }

    /** The same with other details. */
    public Arrival withDetails(CallDetails newDetails) {
        return new Arrival(from, callerName, newDetails, replaced, throughServer, conference);
    }

    /** The same as another conference, or as none. */
    public Arrival withConference(@Nullable Conference newConference) {
        return new Arrival(from, callerName, details, replaced, throughServer, newConference);
    }

    /** Somebody of whom nothing more is told. */
    public static Arrival of(Address from, String callerName) {
        return new Arrival(from, callerName, CallDetails.NONE);
    }
}

package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import java.util.Objects;

/**
 * Who calls, and what is told of it.
 *
 * @param from who calls, as far as the protocol vouches for it
 * @param callerName what the caller is called; empty when not told
 * @param details what else is told
 */
public record Arrival(Address from, String callerName, CallDetails details) {

    public Arrival {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(callerName, "callerName");
        Objects.requireNonNull(details, "details");
    }

    /** Somebody of whom nothing more is told. */
    public static Arrival of(Address from, String callerName) {
        return new Arrival(from, callerName, CallDetails.NONE);
    }
}

package dev.duet.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What signalling tells about a call beyond its two sides. All of it is as told, and not proved.
 *
 * @param referrer who had the call made: it is the outcome of a transfer (RFC 3892); null when not told
 */
public record CallDetails(@Nullable Address referrer) {

    /** Nothing more is told. */
    public static final CallDetails NONE = new CallDetails(null);

    /** Who had the call made. */
    public Optional<Address> referredBy() {
        return Optional.ofNullable(referrer);
    }
}

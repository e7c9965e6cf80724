package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A station of a call on its way here. All of it is as told by those on the way, and not proved.
 *
 * @param source what tells of it
 * @param address by {@link Source#HISTORY_INFO} whom the call was to reach there, by {@link Source#DIVERSION} who sent
 *     it on; null for one who does not wish to be named, and for what is neither a SIP address nor a number
 * @param name what they are called; empty when not told
 * @param index its place among the stations, such as {@code 1.2}: the second that {@code 1} led to (RFC 7044 6); empty
 *     by {@link Source#DIVERSION}
 * @param status the SIP status for which it was sent on from there, 100 to 699; 0 when not told
 * @param reason why it was sent on from there, in words: by {@link Source#DIVERSION} such as {@code user-busy} (RFC
 *     5806 5); empty when not told
 */
public record CallHop(Source source, @Nullable Address address, String name, String index, int status, String reason) {

    public CallHop {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(index, "index");
        Objects.requireNonNull(reason, "reason");
        if (status != 0 && (status < 100 || status > 699)) {
            throw new IllegalArgumentException("A status is 100 to 699, or 0, unlike " + status);
        }
    }

    /** What tells of a station. */
    public enum Source {
        /** History-Info (RFC 7044): each target that the call had. */
        HISTORY_INFO,
        /** Diversion (RFC 5806): each who sent it on. */
        DIVERSION
    }
}

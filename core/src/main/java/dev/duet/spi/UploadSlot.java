package dev.duet.spi;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * A place for a file at a server (XEP-0363 5).
 *
 * @param put where to put it, by HTTP PUT
 * @param headers what to send along: of Authorization, Cookie and Expires
 * @param get where everybody gets it then
 */
public record UploadSlot(URI put, Map<String, String> headers, URI get) {

    public UploadSlot {
        Objects.requireNonNull(put, "put");
        Objects.requireNonNull(get, "get");
        headers = Map.copyOf(headers);
    }

    /** Without what lets one put something there, or get it. */
    @Override
    public String toString() {
        return "UploadSlot[" + put.getScheme() + "://" + put.getHost() + "]";
    }
}

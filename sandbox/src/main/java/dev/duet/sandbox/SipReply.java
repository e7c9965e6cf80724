package dev.duet.sandbox;

import dev.duet.sandbox.internal.sip.message.Status;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A final answer that a test wants a {@link SipServer} to give.
 *
 * @param status 200 to 699
 * @param reason the reason phrase
 * @param headers headers to add, for example {@code Retry-After}
 */
public record SipReply(int status, String reason, Map<String, String> headers) {

    /**
     * Checks the status and copies the headers.
     *
     * @throws IllegalArgumentException if the status is not final, or a text holds a line break
     */
    public SipReply {
        if (status < 200 || status > 699) {
            throw new IllegalArgumentException("Not a final status: " + status);
        }
        headers = Map.copyOf(headers);
        boolean broken = (reason + headers).chars().anyMatch(c -> c == '\r' || c == '\n');
        if (broken) {
            throw new IllegalArgumentException("A line break in the reply");
        }
    }

    /**
     * An answer with the usual reason phrase.
     *
     * @param status 200 to 699
     * @return the reply
     */
    public static SipReply of(int status) {
        return new SipReply(status, Status.reason(status), Map.of());
    }

    /**
     * Adds a header.
     *
     * @param name the header's name
     * @param value its value
     * @return a reply with it
     */
    public SipReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new SipReply(status, reason, more);
    }
}

package dev.duet.xmpp.internal.xep0198;

import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in agreed with the server about stream management (XEP-0198 3 and 5).
 *
 * @param on whether stanzas are counted
 * @param id by which the session can be resumed; null when it cannot
 * @param max for how long after a loss
 * @param resumed true when this is the session that was to be resumed
 * @param handled how many of our stanzas the server had handled of that session, which can be told also when it is no
 *     more; -1 when that is not known
 */
public record Management(boolean on, @Nullable String id, Duration max, boolean resumed, long handled) {

    /** The namespace. */
    public static final String NAMESPACE = "urn:xmpp:sm:3";

    /** How long a server may be hoped to remember a session when it does not say. */
    static final Duration DEFAULT_MAX = Duration.ofMinutes(5);

    private static final long MOST_SECONDS = Duration.ofDays(1).toSeconds();

    /**
     * The wish to go on with a session on a new stream.
     *
     * @param id what the server called it
     * @param handled how many of the server's stanzas were handled
     */
    public record Wish(String id, long handled) {

        /** As it goes on the wire. */
        public Xml write() {
            return Xml.element("resume", NAMESPACE)
                    .attribute("h", Long.toString(handled))
                    .attribute("previd", id)
                    .build();
        }
    }

    /** Nothing was agreed. */
    public static Management none(long handled) {
        return new Management(false, null, Duration.ZERO, false, handled);
    }

    /** The request to count, and to be able to resume. */
    public static Xml enable() {
        return Xml.element("enable", NAMESPACE).attribute("resume", "true").build();
    }

    /**
     * What the answer to {@link #enable()} means.
     *
     * @param handled see {@link Management#handled()}
     */
    public static Management enabled(Xml answer, long handled) {
        if (!answer.name().equals("enabled")) {
            return none(handled);
        }
        String resume = answer.attribute("resume", "");
        boolean resumable = resume.equals("true") || resume.equals("1");
        long max = number(answer.attribute("max"));
        return new Management(
                true,
                resumable ? answer.attribute("id") : null,
                max <= 0 ? DEFAULT_MAX : Duration.ofSeconds(Math.min(max, MOST_SECONDS)),
                false,
                handled);
    }

    /** What the answer to a wish means: the session goes on, or this is what the server had of it. */
    public static Management answered(Wish wish, Xml answer) {
        boolean resumed = answer.name().equals("resumed") && wish.id().equals(answer.attribute("previd"));
        return new Management(resumed, resumed ? wish.id() : null, DEFAULT_MAX, resumed, number(answer.attribute("h")));
    }

    /** A counter on the wire; -1 when there is none. */
    static long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
    }
}

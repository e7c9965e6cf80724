package dev.duet.model;

import java.util.Set;

/**
 * What a caller asks to be hidden (RFC 3323 4.2, RFC 3325 9.3, RFC 7044 10.1). Most of it is for the servers on the
 * way to do; whether they do, nobody is told.
 */
public enum SipPrivacy {
    /**
     * Who calls. This side does its part: From names nobody, and neither do Contact, Call-Info, Referred-By and
     * User-Agent. The own server, which has to know, is told in P-Preferred-Identity.
     */
    USER,
    /** What this side cannot hide itself, since answers need it: the addresses in Via, Contact and Record-Route. */
    HEADER,
    /** The addresses of the media. They go by a server then; without one they cannot be hidden. */
    SESSION,
    /**
     * Who calls, as the own server says to others (P-Asserted-Identity). This side does what it does for {@link #USER}.
     */
    ID,
    /** Whom the call was for before it was sent on (History-Info). */
    HISTORY,
    /** That what is asked is done, or the call fails: only servers that know of privacy are passed. */
    CRITICAL,
    /** Nothing, also where servers would hide something unasked. */
    NONE;

    /** True when those who are called are not told who calls: {@link #USER} or {@link #ID}. */
    public static boolean hidesCaller(Set<SipPrivacy> asked) {
        return asked.contains(USER) || asked.contains(ID);
    }

    /** What can be asked for at once. */
    static Set<SipPrivacy> checked(Set<SipPrivacy> asked) {
        if (asked.size() > 1 && asked.contains(NONE) || asked.equals(Set.of(CRITICAL))) {
            throw new IllegalArgumentException("NONE stands alone, and CRITICAL with another, unlike " + asked);
        }
        return Set.copyOf(asked);
    }
}

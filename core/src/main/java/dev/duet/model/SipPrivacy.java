package dev.duet.model;

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
    NONE
}

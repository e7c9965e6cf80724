package dev.duet.model;

/** The two protocols that an account can speak. */
public enum Protocol {
    /** The Session Initiation Protocol, RFC 3261. */
    SIP,
    /** The Extensible Messaging and Presence Protocol, RFC 6120. */
    XMPP
}

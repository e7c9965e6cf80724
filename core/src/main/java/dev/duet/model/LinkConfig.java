package dev.duet.model;

/** How to sign in to one half. */
public sealed interface LinkConfig permits SipConfig, XmppConfig {

    /** Which half. */
    Protocol protocol();

    /** The address of the user there, a bare address. */
    Address address();
}

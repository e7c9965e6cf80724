package dev.duet.sandbox.internal.xmpp.routing;

/** The names of what can be switched off and is no IQ handler of its own. */
public final class Optionals {

    public static final String ROSTER_VERSIONING = "XEP-0237";
    public static final String OFFLINE_MESSAGES = "XEP-0160";
    public static final String CLIENT_STATE = "XEP-0352";
    public static final String PRE_APPROVAL = "RFC 6121 3.4";

    private Optionals() {}
}

package dev.duet.sandbox.internal.xmpp.stanza;

/** The XML namespaces of RFC 6120 and RFC 6121. */
public final class Ns {

    public static final String CLIENT = "jabber:client";
    public static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
    public static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    public static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    public static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    public static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
    public static final String SESSION = "urn:ietf:params:xml:ns:xmpp-session";
    public static final String ROSTER = "jabber:iq:roster";
    public static final String ROSTER_VERSIONING = "urn:xmpp:features:rosterver";
    public static final String PRE_APPROVAL = "urn:xmpp:features:pre-approval";
    public static final String CLIENT_STATE = "urn:xmpp:csi:0";

    private Ns() {}
}

package dev.duet.sip.internal.rfc3863;

/** Names of PIDF and of what extends it. */
final class Pidf {

    static final String NAMESPACE = "urn:ietf:params:xml:ns:pidf";
    static final String DATA_MODEL = "urn:ietf:params:xml:ns:pidf:data-model"; // RFC 4479
    static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid"; // RFC 4480
    static final String XMPP_CLIENT = "jabber:client"; // RFC 8048 3.3 puts XMPP's show into the status

    private Pidf() {}
}

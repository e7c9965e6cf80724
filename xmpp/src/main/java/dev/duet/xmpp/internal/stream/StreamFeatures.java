package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.xml.Xml;

/**
 * What a server offers on the stream itself, once somebody is signed in.
 *
 * @param rosterVersions contact lists have versions (RFC 6121 2.6)
 * @param preApproval somebody can be allowed to see us before they ask (RFC 6121 3.4)
 * @param clientState the server likes to know whether the user looks (XEP-0352)
 * @param carbons copies are on already (XEP-0280)
 */
public record StreamFeatures(boolean rosterVersions, boolean preApproval, boolean clientState, boolean carbons) {

    /** The namespace of the client's state. */
    public static final String CLIENT_STATE = "urn:xmpp:csi:0";

    /** None of it. */
    public static final StreamFeatures NONE = new StreamFeatures(false, false, false, false);

    /** Reads the features of a stream. */
    static StreamFeatures read(Xml features, boolean carbons) {
        return new StreamFeatures(
                features.has("ver", "urn:xmpp:features:rosterver"),
                features.has("sub", "urn:xmpp:features:pre-approval"),
                features.has("csi", CLIENT_STATE),
                carbons);
    }
}

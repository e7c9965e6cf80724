package dev.duet.xmpp.internal.xep0167;

import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a session-info tells of the user or the device (XEP-0167 8). */
public enum RtpInfo {
    /** Again here, after hold or mute. */
    ACTIVE,
    /** Does not listen for now. */
    HOLD,
    /** Does not speak for now. */
    MUTE,
    /** The device rings. */
    RINGING,
    /** The end of hold. */
    UNHOLD,
    /** The end of mute. */
    UNMUTE;

    /** The namespace, which is also the feature. */
    public static final String NAMESPACE = "urn:xmpp:jingle:apps:rtp:info:1";

    /** What the payload says; null when it is none of these. */
    public static @Nullable RtpInfo read(List<Xml> payload) {
        for (Xml element : payload) {
            for (RtpInfo info : values()) {
                if (element.is(info.name().toLowerCase(Locale.ROOT), NAMESPACE)) {
                    return info;
                }
            }
        }
        return null;
    }

    /** The element. */
    public Xml write() {
        return Xml.empty(name().toLowerCase(Locale.ROOT), NAMESPACE);
    }
}

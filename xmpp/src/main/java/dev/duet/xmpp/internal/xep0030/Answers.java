package dev.duet.xmpp.internal.xep0030;

import dev.duet.xmpp.internal.rfc6120.Pinger;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.rfc6121.ContentCodec;
import dev.duet.xmpp.internal.xep0030.DiscoInfo.Identity;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0167.RtpDescription;
import dev.duet.xmpp.internal.xep0176.IceUdp;
import dev.duet.xmpp.internal.xep0177.RawUdp;
import dev.duet.xmpp.internal.xep0320.Fingerprints;
import dev.duet.xmpp.internal.xep0338.Groups;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import dev.duet.xmpp.internal.xep0428.Fallback;
import dev.duet.xmpp.internal.xep0447.FileSharing;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What we answer to the questions of others: service discovery (XEP-0030), ping (XEP-0199), version (XEP-0092), time
 * (XEP-0202). Whatever else is asked gets the error that RFC 6120 8.2.3 and 8.3 have for it. Pure.
 */
public final class Answers {

    /** What we are and can do. Nothing that we cannot. */
    public static final DiscoInfo OURSELVES = new DiscoInfo(
            List.of(new Identity("client", "pc", "", "Duet")),
            Set.of(
                    DiscoInfo.NAMESPACE,
                    Caps.NAMESPACE,
                    CapsHash.NAMESPACE,
                    Pinger.NAMESPACE,
                    "http://jabber.org/protocol/activity",
                    "http://jabber.org/protocol/activity+notify",
                    "http://jabber.org/protocol/chatstates",
                    "http://jabber.org/protocol/mood+notify",
                    "http://jabber.org/protocol/muc",
                    "jabber:iq:version",
                    ContentCodec.ATTENTION,
                    ContentCodec.CORRECTION,
                    FileSharing.OUT_OF_BAND,
                    FileSharing.NAMESPACE,
                    ContentCodec.REACTIONS,
                    ContentCodec.REPLY,
                    ContentCodec.RETRACTION,
                    Fallback.NAMESPACE,
                    "urn:xmpp:avatar:metadata+notify",
                    "http://jabber.org/protocol/nick",
                    "http://jabber.org/protocol/nick+notify",
                    "http://jabber.org/protocol/tune+notify",
                    "jabber:iq:last",
                    "storage:bookmarks+notify",
                    "urn:xmpp:bookmarks:1+notify",
                    "urn:xmpp:mds:displayed:0+notify",
                    "urn:xmpp:reach:0+notify",
                    Jingle.NAMESPACE,
                    RtpDescription.NAMESPACE,
                    "urn:xmpp:jingle:apps:rtp:audio",
                    Fingerprints.NAMESPACE,
                    Groups.NAMESPACE,
                    IceUdp.NAMESPACE,
                    RawUdp.NAMESPACE,
                    CallMessage.NAMESPACE,
                    "urn:xmpp:chat-markers:0",
                    "urn:xmpp:receipts",
                    "urn:xmpp:sid:0",
                    "urn:xmpp:time"),
            List.of());

    /** The short form of it. */
    public static final Caps CAPS = Caps.of(OURSELVES, "https://duet.dev");

    /** The newer short form of it. */
    public static final CapsHash CAPS_HASH = CapsHash.of(OURSELVES);

    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String VERSION = "jabber:iq:version";
    private static final String TIME = "urn:xmpp:time";

    private Answers() {}

    /** The answer to a request that no other part of us takes. */
    public static Xml answer(Xml iq, Instant now, ZoneId zone) {
        String type = iq.attribute("type", "");
        boolean isRequest = type.equals("get") || type.equals("set");
        if (!isRequest || iq.children().size() != 1 || iq.attribute("id") == null) {
            return StanzaErrors.reply(iq, "modify", "bad-request"); // RFC 6120 8.2.3, rules 1, 2 and 4
        }
        Xml request = iq.children().get(0);
        if (type.equals("set")) {
            return StanzaErrors.reply(iq, "cancel", "service-unavailable");
        }
        String node = request.attribute("node");
        if (request.is("query", DiscoInfo.NAMESPACE)) {
            boolean known = node == null || node.equals(CAPS.queryNode()) || node.equals(CAPS_HASH.queryNode());
            return known ? result(iq, OURSELVES.write(node)) : StanzaErrors.reply(iq, "cancel", "item-not-found");
        }
        if (request.is("query", ITEMS)) {
            return node == null
                    ? result(iq, Xml.empty("query", ITEMS))
                    : StanzaErrors.reply(iq, "cancel", "item-not-found");
        }
        if (request.is("ping", Pinger.NAMESPACE)) {
            return result(iq, null);
        }
        if (request.is("query", VERSION)) {
            return result(iq, version());
        }
        if (request.is("time", TIME)) {
            return result(iq, time(now, zone));
        }
        return StanzaErrors.reply(iq, "cancel", "service-unavailable");
    }

    private static Xml result(Xml iq, @Nullable Xml payload) {
        Xml.Builder result = Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", iq.attribute("id"))
                .attribute("to", iq.attribute("from"));
        return payload == null ? result.build() : result.add(payload).build();
    }

    private static Xml version() {
        String version = Answers.class.getPackage().getImplementationVersion();
        return Xml.element("query", VERSION)
                .add("name", "Duet")
                .add("version", version == null ? "development" : version)
                .build();
    }

    private static Xml time(Instant now, ZoneId zone) {
        ZonedDateTime local = now.truncatedTo(ChronoUnit.SECONDS).atZone(zone);
        String offset = local.getOffset().getTotalSeconds() == 0
                ? "+00:00"
                : local.getOffset().getId();
        return Xml.element("time", TIME)
                .add("tzo", offset)
                .add("utc", DateTimeFormatter.ISO_INSTANT.format(local.toInstant()))
                .build();
    }
}

package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.PresenceFragment.Kind;
import dev.duet.model.PresenceFragment.Source;
import dev.duet.xmpp.internal.rfc6120.Times;
import dev.duet.xmpp.internal.xep0108.UserActivity;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Presence between our words and those of RFC 6121 4.7. Pure. */
public final class PresenceCodec {

    private static final String ON_THE_PHONE_NOTE = "On the phone";
    private static final String IDLE = "urn:xmpp:idle:1";
    private static final String DELAY = "urn:xmpp:delay";

    private PresenceCodec() {}

    /**
     * The stanza that publishes a presence. An activity goes along as a child, since presence reaches every subscriber
     * at once and on every server; a client that does not know the child shows the note.
     *
     * @param to whom it is for alone (RFC 6121 4.6); null for everybody who may see it
     * @param more further children, such as that which tells what we can do (XEP-0115)
     */
    public static Xml write(OwnPresence own, int priority, Address.@Nullable Xmpp to, List<Xml> more) {
        Xml.Builder presence = Xml.element("presence", Xml.CLIENT).attribute("to", to == null ? null : to.jid());
        if (own.availability() == Availability.OFFLINE) {
            presence.attribute("type", "unavailable");
            if (!own.note().isEmpty()) {
                presence.add("status", own.note());
            }
            return presence.build();
        }
        String show =
                switch (own.availability()) {
                    case CHATTY -> "chat";
                    case AWAY -> "away";
                    case EXTENDED_AWAY -> "xa";
                    case DO_NOT_DISTURB -> "dnd";
                    default -> "";
                };
        if (!show.isEmpty()) {
            presence.add("show", show);
        }
        boolean speaksForItself = own.note().isEmpty() && own.activities().contains(Activity.ON_THE_PHONE);
        String note = speaksForItself ? ON_THE_PHONE_NOTE : own.note();
        if (!note.isEmpty()) {
            presence.add("status", note);
        }
        if (priority != 0) {
            presence.add("priority", Integer.toString(priority));
        }
        if (own.idleSince() != null) {
            presence.add(Xml.element("idle", IDLE)
                    .attribute(
                            "since",
                            own.idleSince().truncatedTo(ChronoUnit.SECONDS).toString())
                    .build());
        }
        return presence.addAll(more)
                .addAll(UserActivity.write(own.activities()))
                .build();
    }

    /**
     * What an available resource says.
     *
     * @param presence of no type
     * @param more activities that the contact told by PEP
     */
    public static PresenceFragment read(Xml presence, Address.Xmpp from, Set<Activity> more) {
        Availability availability =
                switch (presence.textOf("show").strip()) {
                    case "chat" -> Availability.CHATTY;
                    case "away" -> Availability.AWAY;
                    case "xa" -> Availability.EXTENDED_AWAY;
                    case "dnd" -> Availability.DO_NOT_DISTURB;
                    default -> Availability.AVAILABLE;
                };
        Set<Activity> activities = EnumSet.noneOf(Activity.class);
        activities.addAll(UserActivity.readAll(presence));
        activities.addAll(more);
        return new PresenceFragment(
                source(from),
                from.bare(),
                availability,
                activities,
                presence.textOf("status"),
                priority(presence.textOf("priority")),
                since(presence));
    }

    /** Who says it. */
    public static Source source(Address.Xmpp from) {
        return new Source(Kind.XMPP_RESOURCE, from.jid());
    }

    private static int priority(String text) {
        try {
            return Math.max(-128, Math.min(127, Integer.parseInt(text.strip())));
        } catch (NumberFormatException e) {
            return 0; // RFC 6121 4.7.2.3
        }
    }

    private static @Nullable Instant since(Xml presence) {
        Xml idle = presence.child("idle", IDLE);
        Instant idleSince = idle == null ? null : Times.read(idle.attribute("since"));
        if (idleSince != null) {
            return idleSince;
        }
        Xml delay = presence.child("delay", DELAY);
        return delay == null ? null : Times.read(delay.attribute("stamp"));
    }
}

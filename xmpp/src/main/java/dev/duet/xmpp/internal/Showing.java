package dev.duet.xmpp.internal;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.OwnPresence;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.rfc6121.PresenceCodec;
import dev.duet.xmpp.internal.xep0030.Answers;
import dev.duet.xmpp.internal.xep0084.Avatars;
import dev.duet.xmpp.internal.xep0108.UserActivity;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a session shows its user: to those who see the user's presence, to some in particular, and in rooms. */
@OnLoop
final class Showing {

    private static final Logger LOG = LoggerFactory.getLogger(Showing.class);

    private final Outbox out;
    private final Pep pep;
    private final Memory memory;
    private final int priority;
    private final Set<Address.Xmpp> shownTo = new HashSet<>();
    private OwnPresence own;
    private @Nullable Xml shown;

    Showing(Outbox out, Iqs iqs, Memory memory, int priority, OwnPresence own) {
        this.out = out;
        this.pep = new Pep(iqs);
        this.memory = memory;
        this.priority = priority;
        this.own = own;
    }

    OwnPresence own() {
        return own;
    }

    boolean isVisible() {
        return own.availability() != Availability.OFFLINE;
    }

    /** True for one to whom the user was shown in particular. */
    boolean isShownTo(Address.Xmpp address) {
        return shownTo.contains(address.bare());
    }

    /** That is what is to be shown from now on. */
    void become(OwnPresence presence) {
        own = presence;
    }

    /** True when what is to be shown is another than what was shown; then it is taken as shown. */
    boolean isNew() {
        Xml stanza = stanza(own, null);
        boolean isNew = !stanza.equals(shown);
        shown = stanza;
        return isNew;
    }

    /** Shows the user to those who see the user's presence; when the user hides, to nobody any more. */
    void toAll() {
        out.send(stanza(own, null));
        if (!isVisible()) {
            shownTo.clear();
        }
    }

    private Xml stanza(OwnPresence presence, Address.@Nullable Xmpp to) {
        List<Xml> more = new ArrayList<>(List.of(Answers.CAPS.write(), Answers.CAPS_HASH.write()));
        if (memory.avatar != null) {
            more.add(Avatars.write(memory.avatar));
        }
        return PresenceCodec.write(presence, priority, to, more);
    }

    /** Shows the user to somebody in particular, until this session ends or the user hides (RFC 6121 4.6). */
    void to(Address.Xmpp address, OwnPresence presence) {
        if (presence.availability() == Availability.OFFLINE) {
            shownTo.remove(address.bare());
        } else {
            shownTo.add(address.bare());
        }
        out.send(stanza(presence, address));
    }

    /** For a room, with more in it. */
    Xml inRoom(Address.Xmpp occupant, List<Xml> more) {
        List<Xml> all = new ArrayList<>(List.of(Answers.CAPS.write(), Answers.CAPS_HASH.write()));
        all.addAll(more);
        return PresenceCodec.write(own, 0, occupant, all);
    }

    /** For those of our contacts who look there, and for our own other devices (XEP-0108, XEP-0163). */
    void publishActivity() {
        Set<Activity> activities = isVisible() ? own.activities() : Set.of();
        if (activities.equals(memory.published)) {
            return;
        }
        memory.published = Set.copyOf(activities);
        pep.publish(UserActivity.NAMESPACE, "current", UserActivity.writeOne(activities), Map.of(), failure -> {
            if (failure != null) {
                memory.published = null;
                LOG.debug("The activity was not published: {}", failure);
            }
        });
    }
}

package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.ChatState;
import dev.duet.model.Failure;
import dev.duet.model.IceServer;
import dev.duet.model.OwnPresence;
import dev.duet.model.RosterEntry;
import dev.duet.model.XmppConfig;
import dev.duet.spi.ArchiveLink;
import dev.duet.spi.CallLeg;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.jingle.Calls;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.rfc6120.Pinger;
import dev.duet.xmpp.internal.rfc6121.Messages;
import dev.duet.xmpp.internal.rfc6121.PresenceBook;
import dev.duet.xmpp.internal.rfc6121.Roster;
import dev.duet.xmpp.internal.stream.StreamFeatures;
import dev.duet.xmpp.internal.xep0012.LastActivity;
import dev.duet.xmpp.internal.xep0030.Answers;
import dev.duet.xmpp.internal.xep0030.CapsBook;
import dev.duet.xmpp.internal.xep0030.CapsCache;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0030.ServiceSearch;
import dev.duet.xmpp.internal.xep0045.RoomContext;
import dev.duet.xmpp.internal.xep0045.Rooms;
import dev.duet.xmpp.internal.xep0084.AvatarCache;
import dev.duet.xmpp.internal.xep0084.Avatars;
import dev.duet.xmpp.internal.xep0108.UserActivity;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0191.BlockedAddresses;
import dev.duet.xmpp.internal.xep0198.Intake.Taken;
import dev.duet.xmpp.internal.xep0215.ExternalServices;
import dev.duet.xmpp.internal.xep0215.ServiceBook;
import dev.duet.xmpp.internal.xep0280.Carbon;
import dev.duet.xmpp.internal.xep0292.VCards;
import dev.duet.xmpp.internal.xep0313.Archive;
import dev.duet.xmpp.internal.xep0313.ArchiveReader;
import dev.duet.xmpp.internal.xep0313.CatchUp;
import dev.duet.xmpp.internal.xep0363.Uploads;
import dev.duet.xmpp.internal.xep0402.Bookmarks;
import dev.duet.xmpp.internal.xep0490.ReadMarks;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes on between sign-in and sign-out: hands each stanza to the part that understands it. */
@OnLoop
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final String PUBSUB_EVENT = Pep.EVENT;
    private static final String ROSTER = "jabber:iq:roster";
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    private final Outbox out;
    private final Loop loop;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private final Showing showing;
    private final Memory memory;
    private final Iqs iqs;
    private final Roster roster;
    private final PresenceBook book;
    private final CapsBook caps;
    private final Messages messages;
    private final Pinger pinger;
    private final Calls calls;
    private final ServiceBook services;
    private final Arrears arrears;
    private final ReadMarks readMarks;
    private final BlockedAddresses blocked;
    private final PersonalNodes nodes;
    private final VCards vCards;
    private final Avatars avatars;
    private final LastActivity lastActivity;
    private final Rooms rooms;
    private final Bookmarks bookmarks;
    private final ArchiveReader archives;
    private final Uploads uploads;
    private final List<Part> extensions;
    private boolean rosterDone;
    private boolean accountKnown;
    private boolean over;
    private DiscoInfo account = DiscoInfo.NOTHING;

    /** What a session is made of. */
    record Parts(
            Outbox out,
            Loop loop,
            Address.Xmpp self,
            LinkListener listener,
            XmppConfig config,
            CapsCache capsCache,
            AvatarCache avatarCache,
            StreamFeatures features,
            Memory memory,
            LongSupplier lastHeard,
            Consumer<Failure> dead) {}

    Session(Parts parts, OwnPresence own) {
        this.out = parts.out;
        this.loop = parts.loop;
        this.self = parts.self;
        this.listener = parts.listener;
        memory = parts.memory;
        iqs = new Iqs(out, loop, self, parts.config.timeout(), parts.lastHeard, this::checkAlive);
        showing = new Showing(out, iqs, memory, parts.config.priority(), own);
        roster = new Roster(iqs, out, self, listener, memory.roster, parts.features);
        book = new PresenceBook(listener);
        caps = new CapsBook(iqs, loop, listener, parts.capsCache);
        messages = new Messages(
                out,
                self,
                listener,
                memory.ledger,
                new Messages.Known(
                        this::mayKnow,
                        address -> caps.anyMayHave(book.resources(address), "http://jabber.org/protocol/chatstates"),
                        () -> account.features().contains("urn:xmpp:sid:0")));
        Pep pep = new Pep(iqs);
        readMarks = new ReadMarks(pep, self, listener);
        blocked = new BlockedAddresses(iqs, self, listener, this::hidden);
        nodes = PersonalNodes.of(pep, listener, roster::isWatched);
        vCards = new VCards(iqs, pep, self, listener);
        avatars = new Avatars(pep, vCards, self, listener, roster::isWatched, parts.avatarCache);
        lastActivity = new LastActivity(
                iqs, loop, listener, this::mayKnow, () -> showing.own().idleSince());
        rooms = new Rooms(
                new RoomContext(iqs, out, loop, self, listener, memory.ledger, parts.config.timeout(), showing::inRoom),
                memory.rooms);
        bookmarks = new Bookmarks(
                iqs, pep, self, listener, memory.bookmarks, rooms.doors(), parts.config.autojoin(), showing::isVisible);
        archives = new ArchiveReader(iqs, self, listener);
        extensions = new ArrayList<>(List.of(rooms, bookmarks, readMarks, blocked, archives));
        extensions.addAll(List.of(vCards, avatars, lastActivity));
        extensions.addAll(nodes.parts());
        uploads = new Uploads(iqs, new ServiceSearch(iqs, server()), listener);
        pinger = new Pinger(iqs, loop, server(), parts.lastHeard, parts.dead);
        calls = memory.calls(new Calls.Parts(out, iqs, loop, self, listener, this::mayKnow, caps::has));
        services = new ServiceBook(iqs, loop, server());
        arrears = new Arrears(
                new CatchUp(loop, iqs, null, self, memory.place, this::archived),
                memory,
                loop.now(),
                this::hasArchive,
                archives,
                this::send);
    }

    /**
     * Learns what the server has, fetches the contact list, then shows itself (RFC 6121 2.2).
     *
     * @param reachable runs when the server has what was shown: what comes for the account finds this session
     */
    void start(Runnable reachable) {
        pinger.start();
        calls.goOn();
        iqs.get(server(), Xml.empty("query", DiscoInfo.NAMESPACE), answer -> {
            DiscoInfo info = DiscoInfo.in(answer);
            extensions.forEach(part -> part.server(info));
            Set<String> features = info.features();
            if (features.contains(ExternalServices.NAMESPACE)) {
                services.ask();
            }
            if (features.contains(Carbon.NAMESPACE) && !memory.features.carbons()) {
                iqs.set(null, Xml.empty("enable", Carbon.NAMESPACE), enabled -> {
                    if (enabled.failure() != null) {
                        LOG.debug("No carbon copies: {}", enabled.failure());
                    }
                });
            }
        });
        iqs.get(self.bare(), Xml.empty("query", DiscoInfo.NAMESPACE), answer -> {
            account = DiscoInfo.in(answer);
            extensions.forEach(part -> part.account(account));
            accountKnown = true;
            publishActivity();
            catchUp();
        });
        roster.load(() -> {
            rosterDone = true;
            publish(showing.own());
            rooms.start(showing.isVisible());
            bookmarks.enterAll(true);
            catchUp();
            if (!over) {
                pinger.past(reachable);
            }
        });
        if (!arrears.holdsBackWhatIsSent()) {
            memory.ledger.takeKept().forEach(this::send);
        }
    }

    /** Who may know of a receipt for what was missed is in the contact list: not before that is here. */
    private void catchUp() {
        if (accountKnown && rosterDone) {
            arrears.begin();
        }
    }

    ArchiveReader archives() {
        return archives;
    }

    /** Asks for a part of what is in an archive. */
    void readArchive(long operation, Address.Xmpp with, ArchiveLink.Query query) {
        if (query.room()) {
            rooms.read(
                    operation, with, Archive.Page.before(null, query.before(), query.until(), query.most()), archives);
        } else {
            Archive.Page page = Archive.Page.before(with, query.before(), query.until(), query.most());
            archives.fetch(operation, page, messages::inArchive);
        }
    }

    private void archived(Archive.Result result) {
        if (!rooms.archived(result)) {
            messages.archived(result);
        }
    }

    /** The server has a stanza of ours. */
    void arrived(Xml stanza) {
        Messages.arrived(stanza, memory.ledger, listener);
        rooms.arrived(stanza);
    }

    /** The connection is over: fails what waits, and takes back what was told of others. */
    void end(Failure failure) {
        over = true;
        arrears.end();
        pinger.stop();
        services.end();
        extensions.forEach(Part::end);
        if (failure.kind() == Failure.Kind.CLOSED) {
            calls.end(failure);
        }
        calls.cutOff(failure);
        iqs.end(failure);
        book.clear();
    }

    /** The stream is gone, and the session waits for another. */
    void suspend() {
        arrears.suspend();
        pinger.stop();
        iqs.pause();
    }

    /** The session goes on, on another stream. */
    void resumed() {
        iqs.unpause();
        pinger.start();
        book.repeat();
        caps.repeat();
        rooms.resumed();
        arrears.resumed();
    }

    void checkAlive() {
        pinger.check();
    }

    void publish(OwnPresence presence) {
        showing.become(presence);
        if (!rosterDone) {
            return; // goes out when the contact list is here
        }
        boolean isNew = showing.isNew();
        if (isNew && !showing.isVisible()) {
            rooms.hide(); // the server would take the user out (RFC 6121 4.6.3): rather in our words
        }
        if (isNew) {
            showing.toAll();
        }
        if (!showing.isVisible()) {
            book.clear(); // the server tells no more of others (RFC 6121 4.5.2)
        } else if (isNew) {
            rooms.show();
            bookmarks.enterAll(false);
        }
        publishActivity();
    }

    /** Shows the user to somebody in particular, until this session ends or the user hides (RFC 6121 4.6). */
    void publishTo(Address.Xmpp to, OwnPresence presence) {
        showing.to(to, presence);
    }

    /** True for who sees us anyway. */
    private boolean mayKnow(Address.Xmpp address) {
        return showing.isShownTo(address) || showing.isVisible() && roster.mayKnow(address);
    }

    private void publishActivity() {
        if (account.is("pubsub", "pep")) {
            showing.publishActivity();
        }
    }

    CallLeg dial(Address.Xmpp target, CallLeg.Listener legListener) {
        return calls.dial(target, legListener);
    }

    /** From any thread. */
    List<IceServer> iceServers() {
        return services.servers();
    }

    /** Sends a message, or keeps it for the next session. */
    void send(Xml message) {
        if (rooms.keeps(message)) {
            return;
        }
        if (arrears.holdsBackWhatIsSent() || !out.send(message)) {
            memory.ledger.keep(message);
        }
    }

    void chatState(Address.Xmpp to, ChatState state) {
        if (showing.isVisible() && !memory.rooms.isRoom(to)) {
            messages.chatState(to, state);
        }
    }

    void received(Address.Xmpp from, String messageId) {
        messages.kept(from, messageId);
    }

    void displayed(Address.Xmpp to, String messageId, String archiveId) {
        boolean room = memory.rooms.isRoom(to);
        if (!room) {
            messages.displayed(to, messageId);
        }
        readMarks.read(to, archiveId, room ? to : self);
    }

    Rooms rooms() {
        return rooms;
    }

    Bookmarks bookmarks() {
        return bookmarks;
    }

    Uploads uploads() {
        return uploads;
    }

    BlockedAddresses blocked() {
        return blocked;
    }

    Iqs iqs() {
        return iqs;
    }

    PersonalNodes nodes() {
        return nodes;
    }

    LastActivity lastActivity() {
        return lastActivity;
    }

    VCards vCards() {
        return vCards;
    }

    void fetchAvatar(long operation, Address.Xmpp of) {
        avatars.fetch(operation, of);
    }

    void publishAvatar(long operation, @Nullable Avatar avatar) {
        avatars.publish(operation, avatar, id -> {
            memory.avatar = id;
            publish(showing.own());
        });
    }

    void put(long operation, Address.Xmpp contact, RosterEntry entry) {
        roster.put(operation, contact, entry);
    }

    void remove(long operation, Address.Xmpp contact) {
        roster.remove(operation, contact);
    }

    void answerRequest(Address.Xmpp from, boolean allowed) {
        roster.answer(from, allowed);
    }

    /** Takes a stanza, and gives it back when the account has for good what it says. */
    void take(Xml stanza, Taken counted) {
        memory.ledger.receptions().during(counted, () -> stanza(stanza));
    }

    void stanza(Xml stanza) {
        if (over) {
            return;
        }
        switch (stanza.name()) {
            case "iq" -> iq(stanza);
            case "presence" -> presence(stanza);
            case "message" -> message(stanza);
            default -> LOG.debug("Ignored an element that is no stanza");
        }
    }

    private void iq(Xml iq) {
        String type = iq.attribute("type", "");
        if (type.equals("result") || type.equals("error")) {
            iqs.answered(iq);
            return;
        }
        boolean isSet = type.equals("set") && iq.children().size() == 1 && iq.attribute("id") != null;
        Xml jingle = isSet ? iq.child("jingle", Jingle.NAMESPACE) : null;
        Xml query = isSet ? iq.child("query", ROSTER) : null;
        if (jingle != null) {
            calls.request(iq, jingle);
        } else if (query != null) {
            out.send(roster.pushed(iq, query));
        } else {
            boolean isQuery = type.equals("get") && iq.children().size() == 1 && iq.attribute("id") != null;
            Xml answer = isSet || isQuery ? taken(iq, isSet) : null;
            out.send(answer == null ? Answers.answer(iq, loop.now(), ZoneId.systemDefault()) : answer);
        }
    }

    private @Nullable Xml taken(Xml iq, boolean isSet) {
        Xml payload = iq.children().get(0);
        for (Part part : extensions) {
            Xml answer = isSet ? part.request(iq, payload) : part.query(iq, payload);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private void presence(Xml presence) {
        Address.Xmpp from = Jids.read(presence.attribute("from"));
        if (from == null) {
            LOG.debug("Dropped presence without a sender");
            return;
        }
        String type = presence.attribute("type", "");
        for (Part part : extensions) {
            if (part.presence(from, presence)) {
                return;
            }
        }
        switch (type) {
            case "" -> available(from, presence);
            case "unavailable" -> {
                book.unavailable(from);
                caps.unavailable(from);
                calls.unavailable(from);
            }
            case "subscribe" -> {
                nodes.nicknames().tell(from, presence);
                roster.requested(from, presence.textOf("status"));
            }
            default -> LOG.trace("Presence that the roster tells of, or an error");
        }
    }

    private void hidden(Address.Xmpp address) {
        book.resources(address).stream()
                .filter(resource -> address.isBare() || address.equals(resource))
                .forEach(resource -> {
                    book.unavailable(resource);
                    caps.unavailable(resource);
                });
    }

    private void available(Address.Xmpp from, Xml presence) {
        boolean room = presence.has("x", MUC_USER);
        if (from.isBare() || from.equals(self) || room) {
            return;
        }
        calls.available(from);
        if (!showing.isVisible() || !roster.isWatched(from)) {
            return;
        }
        book.available(from, presence);
        caps.available(from, presence);
    }

    private void message(Xml message) {
        Xml event = message.child("event", PUBSUB_EVENT);
        if (Archive.claims(message)) {
            if (!archives.take(message) && !rooms.archive(message)) {
                arrears.take(message);
            }
        } else if (event != null) {
            event(message, event);
        } else {
            unlikeEvents(Jids.read(message.attribute("from")), message);
        }
    }

    private void unlikeEvents(Address.@Nullable Xmpp from, Xml message) {
        boolean taken = isOfAPart(from, message) || calls.message(message) || !Messages.isPersonal(message);
        if (!taken) {
            arrears.tell(() -> told(from, message));
        }
    }

    private boolean isOfAPart(Address.@Nullable Xmpp from, Xml message) {
        if (!Carbon.claims(message)) {
            for (Part part : extensions) {
                if (part.message(from, message)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void told(Address.@Nullable Xmpp from, Xml message) {
        messages.received(from, message);
        String id = hasArchive() ? Archive.idOf(message, self) : null;
        if (id != null) {
            memory.place.reached(id, loop.nanoTime());
        }
    }

    private void event(Xml message, Xml event) {
        Address.Xmpp from = Jids.read(message.attribute("from"));
        Xml items = event.child("items", PUBSUB_EVENT);
        if (from == null || items == null) {
            return;
        }
        String node = items.attribute("node", "");
        extensions.forEach(part -> part.event(from, node, items));
        if (!node.equals(UserActivity.NAMESPACE)) {
            return;
        }
        for (Xml item : items.children("item", PUBSUB_EVENT)) {
            book.activities(from, UserActivity.readAll(item));
        }
    }

    private boolean hasArchive() {
        return account.features().contains(Archive.NAMESPACE);
    }

    Address.Xmpp server() {
        return new Address.Xmpp(null, self.domain(), null);
    }
}

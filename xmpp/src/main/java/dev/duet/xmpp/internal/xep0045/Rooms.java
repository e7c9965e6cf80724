package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.InvitationWay;
import dev.duet.model.JoinOptions;
import dev.duet.model.VoiceRequest;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomFact;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6121.Messages;
import dev.duet.xmpp.internal.xep0313.Archive;
import dev.duet.xmpp.internal.xep0313.ArchiveReader;
import dev.duet.xmpp.internal.xep0402.Bookmarks;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rooms of a session: hands what comes from each to the visit there, and lets nobody else speak for one. */
@OnLoop
public final class Rooms implements Part {

    /** How often it is looked which rooms were silent for that long. */
    static final Duration SILENCE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    private final RoomContext context;
    private final RoomMemory memory;
    private final RoomRules rules;
    private final RoomSearch search;
    private final RoomAvatars avatars;
    private final Sendings sendings;
    private final Map<Address.Xmpp, Visit> visits = new LinkedHashMap<>();
    private Loop.Timer check;

    /** The rooms that the user wants to be in; {@link #start} enters them. */
    public Rooms(RoomContext context, RoomMemory memory) {
        this.context = context;
        this.memory = memory;
        rules = new RoomRules(context);
        search = new RoomSearch(context);
        avatars = new RoomAvatars(context);
        sendings = new Sendings(context);
        memory.seats.values().forEach(this::visit);
        check = context.loop().schedule(SILENCE, this::checkSilent);
    }

    private Visit visit(Seat seat) {
        Visit visit = new Visit(context, rules, seat, () -> {
            memory.seats.remove(seat.room);
            visits.remove(seat.room);
        });
        visits.put(seat.room, visit);
        return visit;
    }

    /** The session begins: enters all rooms of before, unless the user hides. */
    public void start(boolean visible) {
        List.copyOf(visits.values()).forEach(visible ? Visit::enter : Visit::hide);
    }

    /** The user hides from all, which nobody can do in a room. */
    public void hide() {
        List.copyOf(visits.values()).forEach(Visit::hide);
    }

    /** The user's presence is another, and visible. */
    public void show() {
        List.copyOf(visits.values()).forEach(Visit::show);
    }

    /** What those do who rule rooms. */
    public RoomRules rules() {
        return rules;
    }

    /** What can be learnt from outside. */
    public RoomSearch search() {
        return search;
    }

    /** Pictures of rooms. */
    public RoomAvatars avatars() {
        return avatars;
    }

    /** The session goes on, on another stream. */
    public void resumed() {
        visits.values().forEach(Visit::resumed);
    }

    private void checkSilent() {
        long moment = context.loop().nanoTime() - SILENCE.toNanos();
        visits.values().forEach(visit -> visit.checkSince(moment));
        check = context.loop().schedule(SILENCE, this::checkSilent);
    }

    // --- what the user does

    /** Enters a room. */
    public void join(long operation, Address.Xmpp room, JoinOptions options) {
        Visit visit = visits.get(room.bare());
        if (visit == null) {
            Seat seat = new Seat(room.bare(), options, false);
            memory.seats.put(seat.room, seat);
            visit = visit(seat);
        }
        visit.join(operation);
    }

    /** The way into rooms and out, for those that the server keeps in mind. */
    public Bookmarks.Doors doors() {
        return new Bookmarks.Doors() {
            @Override
            public void enter(Address.Xmpp room, JoinOptions options) {
                Visit there = visits.get(room);
                if (there == null) {
                    Seat seat = new Seat(room, options, true);
                    memory.seats.put(room, seat);
                    visit(seat).enter();
                } else {
                    there.thenIfLeaving(() -> enter(room, options));
                }
            }

            @Override
            public void leave(Address.Xmpp room) {
                Visit visit = visits.get(room);
                if (visit != null) {
                    visit.leave();
                }
            }
        };
    }

    /** Asks for a part of what was said in a room. */
    public void read(long operation, Address.Xmpp room, Archive.Page page, ArchiveReader archives) {
        Visit visit = visitOrFail(operation, room);
        if (visit != null) {
            visit.read(operation, page, archives);
        }
    }

    /** Leaves a room. */
    public void leave(long operation, Address.Xmpp room) {
        Visit visit = visits.get(room.bare());
        if (visit == null) {
            context.listener().completed(operation);
        } else {
            visit.leave(operation);
        }
    }

    /** Sets a room's subject. */
    public void setSubject(long operation, Address.Xmpp room, String subject) {
        Visit visit = visitOrFail(operation, room);
        if (visit != null) {
            visit.setSubject(operation, UUID.randomUUID().toString(), subject);
        }
    }

    /** Takes another nickname. */
    public void changeNickname(long operation, Address.Xmpp room, String nickname) {
        Visit visit = visitOrFail(operation, room);
        if (visit != null) {
            visit.changeNickname(operation, nickname);
        }
    }

    /** Says something to one alone. */
    public void whisper(long operation, Address.Xmpp room, String nickname, String body) {
        Visit visit = visitOrFail(operation, room);
        if (visit == null) {
            return;
        }
        if (visit.isThere(nickname)) {
            String id = UUID.randomUUID().toString();
            sendings.send(operation, RoomCodec.whisper(room.withResource(nickname), id, body));
        } else if (visit.isJoined()) {
            fail(operation, Failure.Kind.NOT_FOUND, "Nobody there has that nickname");
        } else {
            fail(operation, Failure.Kind.REFUSED, "The user is not in the room just now");
        }
    }

    private void fail(long operation, Failure.Kind kind, String why) {
        context.listener().failed(operation, Failure.of(kind, Failure.Origin.LOCAL, Failure.Retry.LATER, why));
    }

    /** Asks for voice. */
    public void requestVoice(long operation, Address.Xmpp room) {
        if (visitOrFail(operation, room) != null) {
            sendings.send(operation, VoiceForm.request(room, UUID.randomUUID().toString()));
        }
    }

    /** Answers somebody's wish for voice. */
    public void answerVoice(long operation, Address.Xmpp room, VoiceRequest request, boolean granted) {
        if (visitOrFail(operation, room) != null) {
            sendings.send(operation, VoiceForm.answer(room, UUID.randomUUID().toString(), request, granted));
        }
    }

    /** Asks somebody into a room. */
    public void invite(long operation, Address.Xmpp room, Address.Xmpp who, InvitationWay way, String reason) {
        Seat seat = memory.seats.get(room.bare());
        String id = UUID.randomUUID().toString();
        sendings.send(
                operation,
                way == InvitationWay.DIRECT
                        ? Invitations.direct(
                                room,
                                id,
                                who,
                                seat == null ? null : seat.options().password(),
                                reason)
                        : Invitations.mediated(room, id, who, reason));
    }

    /** Tells who asked the user into a room that the user will not come. */
    public void decline(long operation, Address.Xmpp room, Address.Xmpp to, String reason) {
        sendings.send(operation, Invitations.decline(room, UUID.randomUUID().toString(), to, reason));
    }

    /** The server has a stanza of ours. */
    public void arrived(Xml stanza) {
        sendings.arrived(stanza);
    }

    private @Nullable Visit visitOrFail(long operation, Address.Xmpp room) {
        Visit visit = visits.get(room.bare());
        if (visit == null) {
            context.listener()
                    .failed(
                            operation,
                            Failure.of(
                                    Failure.Kind.REFUSED,
                                    Failure.Origin.LOCAL,
                                    Failure.Retry.NEVER,
                                    "The user is not in that room: join it first"));
        }
        return visit;
    }

    /** True for a message of the user's to a room that has to wait until the user is in. */
    public boolean keeps(Xml message) {
        Address.Xmpp to = Jids.read(message.attribute("to"));
        boolean isRooms = message.attribute("type", "").equals("groupchat");
        Visit visit = to == null || !isRooms ? null : visits.get(to.bare());
        return visit != null && visit.keeps(message);
    }

    static void fail(RoomContext context, Xml message, Failure why) {
        String id = message.attribute("id");
        if (id != null) {
            context.listener().delivery(id, Delivery.failed(why));
        }
    }

    // --- what comes in

    @Override
    public boolean presence(Address.Xmpp from, Xml presence) {
        Visit visit = visits.get(from.bare());
        String avatar = visit == null || !from.isBare() ? null : RoomAvatars.announced(presence);
        if (avatar != null) {
            visit.pictured(avatar);
            return true;
        }
        if (visit == null || !RoomCodec.isRooms(presence)) {
            return false;
        }
        visit.presence(from, presence);
        return true;
    }

    @Override
    public boolean message(Address.@Nullable Xmpp from, Xml message) {
        String type = message.attribute("type", "normal");
        Visit visit = from == null ? null : visits.get(from.bare());
        if (type.equals("groupchat")) {
            if (visit == null) {
                LOG.debug("Dropped what is said in a room that the user is not in");
            } else {
                visit.message(from, message);
            }
            return true;
        }
        if (from != null && !type.equals("error") && Invitations.isIn(message)) {
            invited(from, message, null);
            return true;
        }
        if (type.equals("error") && sendings.failed(message)) {
            return true;
        }
        if (visit == null) {
            return false;
        }
        if (type.equals("error")) {
            return visit.failed(message);
        }
        if (!from.isBare()) {
            visit.whispered(from, message); // else it would look as if it were said to all
            return true;
        }
        VoiceRequest wish = VoiceForm.read(message);
        if (wish != null && visit.moderates()) {
            context.listener().room(from, new RoomFact.WantsVoice(wish));
        }
        return wish != null;
    }

    /** A message that the account's archive got while there was no session; true when it is about a room. */
    public boolean archived(Archive.Result result) {
        Address.Xmpp from = Jids.read(result.message().attribute("from"));
        boolean isInvitation = Invitations.isIn(result.message());
        if (isInvitation && from != null && !from.bare().equals(context.self().bare())) {
            invited(from, result.message(), result.archiveId());
        }
        return isInvitation;
    }

    private void invited(Address.Xmpp from, Xml message, @Nullable String archiveId) {
        Invitations.About about = Invitations.read(from, message);
        if (about == null) {
            LOG.debug("Dropped an invitation that nobody can follow");
            return;
        }
        boolean isThere = about.fact() instanceof RoomFact.Invited && visits.containsKey(about.room());
        if (!isThere && context.ledger().tellsFirst(from, Messages.keys(message, context.self(), archiveId))) {
            context.listener().room(about.room(), about.fact());
        }
    }

    /** A message that claims to come out of an archive; true when it is a room's. */
    public boolean archive(Xml message) {
        Address.Xmpp from = Jids.read(message.attribute("from"));
        Visit visit = from == null || !from.isBare() || !Archive.claims(message) ? null : visits.get(from);
        if (visit != null) {
            visit.archive(message);
        }
        return visit != null;
    }

    @Override
    public void end() {
        check.cancel();
        sendings.end();
        new ArrayList<>(visits.values()).forEach(Visit::end);
        memory.seats.values().removeIf(seat -> !seat.entered);
    }
}

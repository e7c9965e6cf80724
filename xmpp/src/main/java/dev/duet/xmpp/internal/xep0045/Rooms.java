package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.JoinOptions;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xep0313.Archive;
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
    private final Map<Address.Xmpp, Visit> visits = new LinkedHashMap<>();
    private Loop.Timer check;

    /** The rooms that the user wants to be in; {@link #start} enters them. */
    public Rooms(RoomContext context, RoomMemory memory) {
        this.context = context;
        this.memory = memory;
        memory.seats.values().forEach(this::visit);
        check = context.loop().schedule(SILENCE, this::checkSilent);
    }

    private Visit visit(Seat seat) {
        Visit visit = new Visit(context, seat, () -> {
            memory.seats.remove(seat.room);
            visits.remove(seat.room);
        });
        visits.put(seat.room, visit);
        return visit;
    }

    /** The user is visible: enters all rooms of before. */
    public void start() {
        List.copyOf(visits.values()).forEach(Visit::enter);
    }

    /** The user's presence is another. */
    public void show() {
        visits.values().forEach(Visit::show);
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
            Seat seat = new Seat(room.bare(), options);
            memory.seats.put(seat.room, seat);
            visit = visit(seat);
        }
        visit.join(operation);
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
        if (visit == null || !RoomCodec.isRooms(presence)) {
            return false;
        }
        visit.presence(from, presence);
        return true;
    }

    @Override
    public boolean message(Xml message) {
        Address.Xmpp from = Jids.read(message.attribute("from"));
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
        return false;
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
        new ArrayList<>(visits.values()).forEach(Visit::end);
        memory.seats.values().removeIf(seat -> !seat.entered);
    }
}

package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.MessageContent;
import dev.duet.model.Occupant;
import dev.duet.spi.ArchiveAnswer.Entry;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.Times;
import dev.duet.xmpp.internal.rfc6121.ContentCodec;
import dev.duet.xmpp.internal.xep0313.Archive;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said in a room: each once, by whom the room says, and what of it the user said from here. */
@OnLoop
final class Talk {

    private static final Logger LOG = LoggerFactory.getLogger(Talk.class);

    private final RoomContext context;
    private final Seat seat;
    private final RoomMachine machine;
    private final Tenures tenures;
    private Set<String> features = Set.of();

    Talk(RoomContext context, Seat seat, RoomMachine machine) {
        this.context = context;
        this.seat = seat;
        this.machine = machine;
        this.tenures = seat.tenures;
    }

    /** What the room can do is known. */
    void features(Set<String> known) {
        features = known;
    }

    boolean hasOccupantIds() {
        return features.contains(RoomCodec.OCCUPANT_ID);
    }

    boolean hasArchive() {
        return features.contains(Archive.NAMESPACE);
    }

    /**
     * A message that was just said, or, while the user comes in, before.
     *
     * @param holder who had the nickname when it came, see {@link Tenures}; null when that is not certain
     */
    void heard(Address.Xmpp from, Xml message, boolean before, @Nullable String holder) {
        boolean vouches = hasArchive() || features.contains(RoomCodec.IDS);
        String archiveId = vouches ? RoomCodec.archiveId(message, seat.room) : "";
        Xml delay = before ? RoomCodec.delay(message) : null;
        Instant at = delay == null ? null : Times.read(delay.attribute("stamp"));
        tell(from, message, at, archiveId, holder);
        seat.last = context.loop().now();
        if (!archiveId.isEmpty()) {
            seat.place.reached(archiveId, context.loop().nanoTime());
        }
    }

    /** What comes out of the archive from now on was said after all that was heard, whatever its clock says. */
    void missed() {
        seat.last =
                seat.last.plus(Duration.between(seat.last, context.loop().now()).dividedBy(2));
    }

    /** What a message of the room's archive tells, that was said before the user was here. */
    List<Entry> inArchive(Archive.Result result) {
        Xml message = result.message();
        Address.Xmpp from = Jids.read(message.attribute("from"));
        boolean isSaid = message.attribute("type", "").equals("groupchat") && !RoomCodec.isSubject(message);
        if (from == null || !from.bare().equals(seat.room) || !isSaid) {
            return List.of();
        }
        MessageContent content = content(from, message);
        String occupantId = hasOccupantIds() ? RoomCodec.occupantId(message) : "";
        String id = message.attribute("id", result.archiveId());
        boolean known = context.ledger().wasTo(id, seat.room);
        boolean own = isOwn(from, occupantId, known);
        if (content != null && occupantId.isEmpty() && !from.isBare() && !(own && known)) {
            content = certain(content, null);
        }
        return content == null
                ? List.of()
                : List.of(new Entry.Said(message(from, id, content, result.at(), result.archiveId(), occupantId, own)));
    }

    private static @Nullable MessageContent content(Address.Xmpp from, Xml message) {
        MessageContent moderation = from.isBare() ? Moderation.read(message) : null;
        return moderation == null ? ContentCodec.read(message) : moderation;
    }

    private IncomingMessage message(
            Address.Xmpp from,
            String id,
            MessageContent content,
            @Nullable Instant at,
            String archiveId,
            String occupantId,
            boolean own) {
        return new IncomingMessage(
                id,
                own ? context.self().bare() : from,
                own ? seat.room : context.self().bare(),
                content,
                at,
                own,
                archiveId,
                archiveId,
                own ? "" : occupantId.isEmpty() ? from.uri() : occupantId);
    }

    /** A message out of the room's archive. */
    void archived(Archive.Result result, Address.Xmpp from) {
        Instant stamp = result.at();
        seat.last = stamp == null || stamp.isBefore(seat.last) ? seat.last : stamp;
        tell(from, result.message(), seat.last, result.archiveId(), null);
    }

    private void tell(Address.Xmpp from, Xml message, @Nullable Instant at, String archiveId, @Nullable String holder) {
        MessageContent content = content(from, message);
        String id = message.attribute("id", "");
        // what else a message is known by is its sender's to say, and may be another's
        String key = archiveId.isEmpty() ? "said " + from.resource() + " " + id : "archive " + archiveId;
        boolean hasKey = !archiveId.isEmpty() || !id.isEmpty();
        if (content == null || hasKey && !context.ledger().tellsFirst(from, List.of(key))) {
            return;
        }
        String occupantId = hasOccupantIds() ? RoomCodec.occupantId(message) : "";
        boolean known = context.ledger().wasTo(id, seat.room);
        boolean own = isOwn(from, occupantId, known);
        boolean fromHere = own && known;
        if (fromHere) {
            context.ledger().arrived(id);
        }
        if (occupantId.isEmpty() && !from.isBare()) {
            content = fromHere ? content : certain(content, holder);
            tenures.said(id, holder);
            tenures.said(archiveId, holder);
        }
        if (content == null) {
            LOG.debug("Dropped a change of a message that may be somebody else's");
            return;
        }
        if (!fromHere || content instanceof MessageContent.Text) {
            String told = id.isEmpty() ? UUID.randomUUID().toString() : id;
            context.ledger().receptions().told(own ? context.self().bare() : from, told);
            context.listener().message(message(from, told, content, at, archiveId, occupantId, own));
        }
        if (fromHere) {
            context.listener().delivery(id, Delivery.DELIVERED);
        }
    }

    /**
     * What may be believed in a room that does not tell who is who: a correction of what somebody else may have said is
     * a message by itself, and a retraction of it is nothing.
     */
    private @Nullable MessageContent certain(MessageContent content, @Nullable String holder) {
        if (content instanceof MessageContent.Correction correction) {
            return tenures.isAuthor(holder, correction.target()) ? correction : correction.text();
        }
        boolean isForeign = content instanceof MessageContent.Retraction retraction
                && !tenures.isAuthor(holder, retraction.target());
        return isForeign ? null : content;
    }

    /** A nickname that was given up may be somebody else's by now: then only what was sent from here is ours. */
    private boolean isOwn(Address.Xmpp from, String occupantId, boolean known) {
        Occupant self = machine.self();
        if (!occupantId.isEmpty() && self != null && !self.id().isEmpty()) {
            return occupantId.equals(self.id());
        }
        String nickname = from.resource();
        return nickname != null && (nickname.equals(machine.nickname()) || known && seat.nicknames.contains(nickname));
    }
}

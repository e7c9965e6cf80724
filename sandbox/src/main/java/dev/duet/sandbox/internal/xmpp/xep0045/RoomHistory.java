package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.xep0313.MessageArchive.Kept;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was said in a room, as far as it is kept. */
final class RoomHistory {

    static final int MOST_KEPT = 100;

    private static final String DELAY = "urn:xmpp:delay";

    private final Jid room;
    private final Clock clock;
    private final List<Element> kept = new ArrayList<>();

    RoomHistory(Jid room, Clock clock) {
        this.room = room;
        this.clock = clock;
    }

    Element numbered(Element message) {
        return message.with(Element.of(Room.IDS, "stanza-id")
                .with("by", room.toString())
                .with("id", UUID.randomUUID().toString()));
    }

    void keep(Element message) {
        kept.add(message.with(Element.of("urn:xmpp:delay", "delay")
                .with("from", room.toString())
                .with("stamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())));
        if (kept.size() > MOST_KEPT) {
            kept.remove(0);
        }
    }

    /** The newest, so many. */
    List<Element> last(int most) {
        return List.copyOf(kept.subList(Math.max(0, kept.size() - most), kept.size()));
    }

    /** All that is kept, as an archive has it. */
    List<Kept> archive() {
        return kept.stream().map(this::archived).toList();
    }

    private Kept archived(Element message) {
        String id = message.elements(Room.IDS, "stanza-id").stream()
                .filter(known -> room.toString().equals(known.attribute("by")))
                .map(known -> known.attribute("id", ""))
                .findFirst()
                .orElse("");
        Instant at = message.child(DELAY, "delay")
                .map(delay -> Instant.parse(delay.attribute("stamp", "")))
                .orElse(Instant.EPOCH);
        Element said = message.withoutNodes()
                .with(message.elements().stream()
                        .filter(child -> !child.namespace().equals(DELAY))
                        .toList());
        return new Kept(id, at, room, said);
    }

    /** Takes away what a message says, XEP-0425 5; false when there is no such message. */
    boolean retract(String id) {
        Optional<Element> found = kept.stream()
                .filter(message -> message.elements(Room.IDS, "stanza-id").stream()
                        .anyMatch(stanzaId -> id.equals(stanzaId.attribute("id"))))
                .findFirst();
        found.ifPresent(message -> {
            List<Element> left = message.elements().stream()
                    .filter(child -> child.namespace().equals(Room.IDS)
                            || child.namespace().equals(Room.OCCUPANT_ID)
                            || child.namespace().equals("urn:xmpp:delay"))
                    .toList();
            kept.set(kept.indexOf(message), message.withoutNodes().with(left));
        });
        return found.isPresent();
    }

    /** The SHA-1 of the picture in a vCard; empty for none. */
    static String photoHash(@Nullable Element vCard) {
        String base64 = Optional.ofNullable(vCard)
                .flatMap(card -> card.child("vcard-temp", "PHOTO"))
                .flatMap(photo -> photo.child("vcard-temp", "BINVAL"))
                .map(Element::text)
                .orElse("");
        try {
            byte[] picture = Base64.getMimeDecoder().decode(base64);
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return picture.length == 0 ? "" : HexFormat.of().formatHex(sha1.digest(picture));
        } catch (IllegalArgumentException e) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.duet.internal.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.internal.conversation.Changes.Author;
import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessageContent.Retraction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessageDetails;
import dev.duet.model.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The order of a conversation, whatever the order in which its parts come. */
class TimelineProperties {

    private static final Address ALICE = Address.xmpp("alice@example.com");
    private static final Address BOB = Address.xmpp("bob@example.com");
    private static final Address BOB_SIP = Address.sip("bob@example.com");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Something that is told to a timeline. */
    private interface Fact {
        void tell(Timeline timeline);
    }

    @Property(tries = 1000)
    void theOrderOfArrivalIsOfNoMeaning(
            @ForAll long what,
            @ForAll long oneOrder,
            @ForAll long otherOrder,
            @ForAll @IntRange(min = 1, max = 8) int n) {
        List<Fact> facts = chat(new Random(what), n);
        assertEquals(told(facts, oneOrder), told(facts, otherOrder));
    }

    @Property(tries = 300)
    void whatIsToldAgainChangesNothing(@ForAll long what, @ForAll long order) {
        List<Fact> facts = chat(new Random(what), 6);
        List<Fact> twice = new ArrayList<>(facts);
        twice.addAll(facts);
        assertEquals(told(facts, order), told(twice, order + 1));
    }

    @Property(tries = 300)
    void twoConversationsThatBecomeOneAreLikeOneFromTheStart(@ForAll long what, @ForAll long order) {
        List<Fact> facts = chat(new Random(what), 8);
        Timeline one = new Timeline();
        Timeline other = new Timeline();
        for (int i = 0; i < facts.size(); i++) {
            facts.get(i).tell(i % 2 == 0 ? one : other);
        }
        Timeline merged = new Timeline();
        merged.merge(other);
        merged.merge(one);
        assertEquals(told(facts, order), merged.all());
    }

    private static List<Message> told(List<Fact> facts, long order) {
        List<Fact> shuffled = new ArrayList<>(facts);
        Collections.shuffle(shuffled, new Random(order));
        Timeline timeline = new Timeline();
        shuffled.forEach(fact -> fact.tell(timeline));
        return timeline.all();
    }

    /** Messages of both sides by both protocols, some told twice, and what is said about them later. */
    private static List<Fact> chat(Random random, int messages) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            Message message = message(random, i);
            facts.add(text(message));
            if (random.nextBoolean()) {
                facts.add(text(fromArchive(message)));
            }
            for (int j = random.nextInt(4); j > 0; j--) {
                facts.add(change(random, message));
            }
        }
        return facts;
    }

    private static Message message(Random random, int number) {
        boolean incoming = random.nextBoolean();
        Protocol protocol = random.nextBoolean() ? Protocol.XMPP : Protocol.SIP;
        Address from = !incoming ? ALICE : protocol == Protocol.XMPP ? BOB : BOB_SIP;
        return new Message(
                "id-" + number,
                incoming,
                from,
                incoming ? ALICE : BOB,
                "text " + number,
                START.plusSeconds(random.nextInt(5)),
                protocol,
                false,
                Delivery.DELIVERED,
                MessageDetails.of(from.uri(), Text.of("text " + number)));
    }

    private static Message fromArchive(Message message) {
        return new Message(
                message.id(),
                message.incoming(),
                message.from(),
                message.to(),
                message.body(),
                message.at().minusMillis(3),
                message.protocol(),
                true,
                message.delivery(),
                message.details().withIds("", "archive-" + message.id()));
    }

    private static Fact text(Message message) {
        return timeline -> timeline.add(message);
    }

    private static Fact change(Random random, Message message) {
        Instant at = START.plusSeconds(10).plusNanos(random.nextInt(1_000_000_000) / 1000 * 1000);
        Author author = new Author(message.details().sender(), message.from(), at);
        Author other = new Author("somebody", BOB, at);
        String target = message.id();
        return switch (random.nextInt(6)) {
            case 0, 1 -> change(message, new Correction(target, Text.of("better " + at)), author);
            case 2 -> change(message, new Retraction(target), author);
            case 3 -> change(message, new Reactions(target, Set.of("👍")), other);
            case 4 -> change(message, new Reactions(target, Set.of()), other);
            default -> change(message, new Reactions(target, Set.of("🎉")), author);
        };
    }

    private static Fact change(Message of, MessageContent content, Author author) {
        return timeline -> {
            Optional<Message> known = timeline.referred(of.id());
            if (known.isPresent()) {
                timeline.change(known.get(), content, author);
            } else if (content instanceof Correction correction) {
                timeline.add(knownByChange(of, correction, author));
            } else {
                timeline.early(content, author);
            }
        };
    }

    /** What becomes of a correction that came before what it corrects. */
    private static Message knownByChange(Message of, Correction correction, Author author) {
        return new Message(
                correction.target(),
                of.incoming(),
                of.from(),
                of.to(),
                correction.text().body(),
                author.at(),
                of.protocol(),
                false,
                of.delivery(),
                MessageDetails.of(author.sender(), correction.text()).corrected(correction.text(), author.at()));
    }
}

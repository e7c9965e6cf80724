package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Conversation;
import dev.duet.api.event.AttentionRequested;
import dev.duet.api.event.MessageChanged;
import dev.duet.api.event.MessageChanged.Change;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.ReadElsewhere;
import dev.duet.model.Address;
import dev.duet.model.Attachment;
import dev.duet.model.Capability;
import dev.duet.model.Delivery;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessageContent.Retraction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.Protocol;
import dev.duet.model.Reaction;
import dev.duet.model.Reply;
import dev.duet.model.StyledText;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.testing.FakeLink;
import dev.duet.testing.World;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What happens to messages after they were sent. */
class ConversationTest {

    private static final Address ALICE = Address.xmpp("alice@example.com");
    private static final Address BOB = Address.xmpp("bob@example.com/desk");
    private static final Address BOB_SIP = Address.sip("bob@example.com");
    private static final Failure REFUSED =
            Failure.of(Failure.Kind.REFUSED, Failure.Origin.SERVER, Failure.Retry.NEVER, "No");

    private final World world = World.both().online();
    private final Conversation chat = world.account.conversation("bob@example.com");

    private FakeLink xmpp() {
        return world.xmpp.link();
    }

    private FakeLink sip() {
        return world.sip.link();
    }

    private void comes(String id, MessageContent content) {
        comes(id, BOB, content, false);
    }

    private void comes(String id, Address from, MessageContent content, boolean own) {
        xmpp().listener
                .message(new IncomingMessage(
                        id, from, own ? BOB.bare() : ALICE, content, null, own, "", "archive-" + id));
        world.run();
    }

    private Message newest() {
        List<Message> all = chat.history();
        return all.get(all.size() - 1);
    }

    private Message sent(String body) {
        CompletableFuture<Message> sent = chat.send(body);
        world.run();
        return sent.join();
    }

    private Message done(CompletableFuture<Message> change) {
        world.run();
        return change.join();
    }

    /** The time of what happened then, counted from 0: all at once, hence each a little later than the one before. */
    private Instant at(int number) {
        return chat.history().get(0).at().plus(number, ChronoUnit.MICROS);
    }

    private static Failure failure(CompletableFuture<?> future) {
        CompletionException failed = assertThrows(CompletionException.class, future::join);
        return ((DuetException) failed.getCause()).failure();
    }

    @Test
    void aCorrectionTakesThePlaceOfTheText() {
        Message first = sent("Helo");
        Message after = done(chat.correct(first, "Hello"));
        assertEquals("Hello", after.body());
        assertEquals(first.id(), after.id());
        assertTrue(after.isEdited());
        assertEquals(List.of(after), chat.history());
        assertEquals(new Correction(first.id(), Text.of("Hello")), xmpp().sent.get(1));
        assertEquals(Change.CORRECTED, world.last(MessageChanged.class).change());
        assertEquals("Helo", world.last(MessageChanged.class).before().body());
    }

    @Test
    void whatIsReadOfACorrectionIsReadOfTheMessage() {
        Message first = sent("Helo");
        done(chat.correct(first, "Hello"));
        xmpp().listener.delivery(xmpp().ids.get(1), Delivery.READ);
        world.run();
        assertEquals(Delivery.READ, newest().delivery());
    }

    @Test
    void aCorrectionThatIsRefusedChangesNothing() {
        Message first = sent("Helo");
        xmpp().refuses = REFUSED;
        CompletableFuture<Message> corrected = chat.correct(first, "Hello");
        world.run();
        assertEquals(REFUSED, failure(corrected));
        assertEquals(List.of(first), chat.history());
        assertTrue(world.events(MessageChanged.class).isEmpty());
    }

    @Test
    void anotherCannotChangeWhatSomebodySaid() {
        comes("b1", Text.of("I owe you 10"));
        Message mine = sent("Yes");
        comes("b2", new Correction(mine.id(), Text.of("No")));
        comes("b3", new Retraction(mine.id()));
        comes("b4", ALICE, new Correction("b1", Text.of("I owe you 1000")), true);
        assertEquals(
                List.of("I owe you 10", "Yes"),
                chat.history().stream().map(Message::body).toList());
        assertThrows(
                IllegalArgumentException.class,
                () -> chat.correct(chat.history().get(0), "No"));
        assertThrows(
                IllegalArgumentException.class,
                () -> chat.retract(chat.history().get(0)));
    }

    @Test
    void aCorrectionOfWhatIsNotHereIsAMessage() {
        comes("b2", new Correction("before-we-came", Text.of("Better")));
        assertEquals("Better", newest().body());
        assertTrue(newest().isEdited());
        assertEquals(1, chat.unread());
        assertEquals(newest(), world.last(MessageReceived.class).message());
    }

    @Test
    void whatIsTakenBackIsGoneAndStaysGone() {
        Message first = sent("Oops");
        Message after = done(chat.retract(first));
        assertTrue(after.isRetracted());
        assertEquals("", after.body());
        comes("b1", new Reactions(first.id(), Set.of("👍")));
        assertEquals(List.of(), newest().details().reactions());
        comes("b2", Text.of("And me"));
        comes("b3", new Retraction("archive-b2"));
        assertTrue(newest().isRetracted());
        comes("b4", new Retraction("nobody-knows"));
        assertEquals(2, chat.history().size());
    }

    @Test
    void eachSendersReactionsReplaceTheirOwn() {
        Message mine = sent("We won");
        comes("b1", new Reactions(mine.id(), Set.of("👍")));
        comes("b2", new Reactions(mine.id(), Set.of("🎉", "👏")));
        done(chat.react(mine, Set.of("😀")));
        assertEquals(
                List.of(
                        new Reaction("xmpp:bob@example.com", BOB, Set.of("🎉", "👏"), at(2)),
                        new Reaction("xmpp:alice@example.com", ALICE, Set.of("😀"), at(3))),
                newest().details().reactions());
        comes("b3", new Reactions(mine.id(), Set.of()));
        assertEquals(1, newest().details().reactions().size());
        assertEquals(0, chat.unread());
        assertEquals(
                1, world.events(MessageReceived.class).size() + chat.history().size());
    }

    @Test
    void aReplySaysWhatItAnswers() {
        comes("b1", Text.of("Tea?\nOr coffee?"));
        Message reply = done(chat.reply(newest(), "Tea"));
        assertEquals(new Reply("b1", BOB, "Tea?\nOr coffee?"), reply.details().reply());
        assertEquals("Tea", reply.body());
    }

    @Test
    void bySipAReplyQuotesAndChangesAreUnsupported() {
        sip().can = EnumSet.of(Capability.MESSAGE);
        sip().listener
                .message(new IncomingMessage("s1", BOB_SIP, Address.sip("alice@example.com"), "Tea?", null, false));
        world.run();
        Message reply = done(chat.reply(newest(), "Yes"));
        assertEquals("Yes", reply.body());
        assertEquals(List.of(Text.of("> Tea?\nYes")), sip().sent);
        for (CompletableFuture<?> change : List.of(
                chat.correct(reply, "No"), chat.retract(reply), chat.react(reply, Set.of("👍")), chat.attention())) {
            world.run();
            assertEquals(Failure.Kind.UNSUPPORTED, failure(change).kind());
        }
        assertEquals(1, sip().sent.size());
    }

    @Test
    void bySipAFileIsWhereItIs() {
        sip().can = EnumSet.of(Capability.MESSAGE);
        sip().listener
                .message(new IncomingMessage("s1", BOB_SIP, Address.sip("alice@example.com"), "Pic?", null, false));
        world.run();
        Attachment picture = new Attachment(URI.create("https://example.com/a.png"), "");
        done(chat.send(new Text("Here", null, List.of(picture), false)));
        done(chat.send(new Text("", null, List.of(picture), false)));
        assertEquals(
                List.of(Text.of("Here\nhttps://example.com/a.png"), Text.of("https://example.com/a.png")), sip().sent);
    }

    @Test
    void aMessageWhoseMarksMeanNothingStaysSo() {
        comes("b1", Text.ofUnstyled("rm *old*"));
        assertEquals(StyledText.unstyled("rm *old*"), newest().styled());
        comes("b2", new Correction("b1", Text.of("rm *new*")));
        assertEquals(StyledText.of("rm *new*"), newest().styled());
        Message mine = done(chat.send(Text.ofUnstyled("*x*")));
        done(chat.correct(mine, "*y*"));
        assertEquals(StyledText.unstyled("*y*"), newest().styled());
        assertEquals(
                new Correction(mine.id(), Text.ofUnstyled("*y*")), xmpp().sent.get(1));
    }

    @Test
    void aCallForAttentionIsNoMessage() {
        comes("b1", new Text("", null, List.of(), true));
        assertEquals(chat, world.last(AttentionRequested.class).conversation());
        assertTrue(chat.history().isEmpty());
        comes("b2", new Text("Fire!", null, List.of(), true));
        assertEquals("Fire!", world.last(AttentionRequested.class).body());
        assertEquals("Fire!", newest().body());
        CompletableFuture<Void> called = chat.attention();
        world.run();
        assertTrue(called.isDone());
    }

    @Test
    void whatSomebodyDoesIsToldApart() {
        comes("b1", Text.of("/me waves"));
        assertEquals(Optional.of("waves"), newest().action());
        assertEquals(Optional.empty(), sent("/mean").action());
    }

    @Test
    void readingTheLastReadsAllBeforeIt() {
        Message first = sent("1");
        Message second = sent("2");
        Message third = sent("3");
        xmpp().listener.delivery(second.id(), Delivery.READ);
        world.run();
        assertEquals(
                List.of(Delivery.READ, Delivery.READ, Delivery.SENT),
                chat.history().stream().map(Message::delivery).toList());
        assertFalse(first.id().equals(third.id()));
    }

    @Test
    void anotherDeviceReads() {
        comes("b1", Text.of("1"));
        comes("b2", Text.of("2"));
        comes("b3", Text.of("3"));
        xmpp().listener.readElsewhere(BOB, "archive-b2");
        world.run();
        assertEquals(1, chat.unread());
        assertEquals(1, world.last(ReadElsewhere.class).unread());
        chat.markRead();
        world.run();
        assertTrue(
                xmpp().did.contains("displayed xmpp:bob@example.com/desk b3"),
                xmpp().did.toString());
    }

    @Test
    void whatAnotherDeviceReadMayComeAfterTheWordOfIt() {
        xmpp().listener.readElsewhere(BOB, "archive-b1");
        world.run();
        comes("b1", Text.of("1"));
        assertEquals(0, chat.unread());
        comes("b2", Text.of("2"));
        assertEquals(1, chat.unread());
    }

    private void kept(String id, Address from, String at, String body) {
        FakeLink half = from.protocol() == Protocol.SIP ? sip() : xmpp();
        half.listener.message(new IncomingMessage(id, from, ALICE, body, Instant.parse(at), false));
        world.run();
    }

    private List<String> bodies() {
        return chat.history().stream().map(Message::body).toList();
    }

    @Test
    void theOrderIsOfTimeWhateverTheWayAndTheArrival() {
        sent("now");
        kept("x2", BOB, "1969-12-31T10:00:02Z", "third");
        kept("s1", BOB_SIP, "1969-12-31T10:00:01Z", "second");
        kept("x1", BOB, "1969-12-31T10:00:00Z", "first");
        assertEquals(List.of("first", "second", "third", "now"), bodies());
        assertEquals(
                List.of(Protocol.XMPP, Protocol.SIP, Protocol.XMPP, Protocol.XMPP),
                chat.history().stream().map(Message::protocol).toList());
        assertEquals(3, chat.unread());
    }

    @Test
    void aBurstAndWhatAServerStampedByTheSecondStayInTheirOrder() {
        List<String> said = List.of("f", "a", "z", "b");
        said.forEach(text -> kept("k" + text, BOB, "1969-12-31T10:00:00Z", "kept " + text));
        said.forEach(text -> comes(text, Text.of(text)));
        assertEquals(List.of("kept f", "kept a", "kept z", "kept b", "f", "a", "z", "b"), bodies());
    }

    @Test
    void aMessageThatComesByBothWaysIsOne() {
        comes("m1", Text.of("Are you there?"));
        sip().listener
                .message(new IncomingMessage(
                        "m1", BOB_SIP, Address.sip("alice@example.com"), "Are you there?", null, false));
        kept("m1", BOB, "1969-12-31T23:59:59Z", "Are you there?");
        assertEquals(1, chat.history().size());
        assertEquals(1, chat.unread());
        assertEquals(1, world.events(MessageReceived.class).size());
    }

    @Test
    void anIdThatIsUsedAgainForAnotherTextLosesNothing() {
        comes("1", Text.of("First"));
        xmpp().listener.message(new IncomingMessage("1", BOB, ALICE, "Second", null, false));
        world.run();
        assertEquals(List.of("First", "Second"), bodies());
        assertEquals("1", newest().reference());
        world.pass(Duration.ofHours(2));
        xmpp().listener.message(new IncomingMessage("1", BOB, ALICE, "Second", null, false));
        world.run();
        assertEquals(List.of("First", "Second", "Second"), bodies());
    }

    @Test
    void changesMayComeBeforeWhatTheyChange() {
        comes("b3", new Reactions("b1", Set.of("👍")));
        comes("b2", new Correction("b1", Text.of("Better")));
        assertEquals("Better", newest().body());
        kept("b1", BOB, "1969-12-31T10:00:00Z", "Beter");
        assertEquals("Better", newest().body());
        assertTrue(newest().isEdited());
        assertEquals(1, newest().details().reactions().size());
        assertEquals(Instant.parse("1969-12-31T10:00:00Z"), newest().at());
        assertEquals(1, chat.unread());
        comes("b5", new Retraction("b4"));
        comes("b4", Text.of("Oops"));
        assertTrue(newest().isRetracted());
        assertEquals(2, chat.history().size());
    }

    @Test
    void thereIsOneReadPosition() {
        assertEquals(Optional.empty(), chat.readPosition());
        comes("b1", Text.of("1"));
        comes("b2", Text.of("2"));
        xmpp().listener.readElsewhere(BOB, "archive-b1");
        world.run();
        assertEquals(Optional.of(chat.history().get(0).position()), chat.readPosition());
        chat.markRead();
        world.run();
        assertEquals(Optional.of(newest().position()), chat.readPosition());
        assertTrue(chat.history().get(0).position().compareTo(newest().position()) < 0);
    }

    @Test
    void conversationsAreToldTheLatestFirst() {
        assertEquals(List.of(), world.account.conversations(), "nothing was said");
        comes("b1", Text.of("1"));
        comes("c1", Address.xmpp("carol@example.com"), Text.of("1"), false);
        Conversation carol = world.account.conversation("carol@example.com");
        assertEquals(List.of(carol, chat), world.account.conversations());
        comes("b2", Text.of("2"));
        assertEquals(List.of(chat, carol), world.account.conversations());
    }
}

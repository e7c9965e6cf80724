package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Activity;
import dev.duet.model.Availability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SipReply;
import dev.duet.spi.LinkListener.IncomingMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventsTest extends WithPhones {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void aMessageArrivesWithItsIdAndIsKnownToHaveArrived(Transport transport) {
        phones = new Phones(transport, folder);

        phones.here.run(
                () -> phones.aliceLink.send("id-0123456789", Phones.address("bob"), "Grüß dich, 你好 \uD83D\uDE00"));

        IncomingMessage message = phones.bob.await(IncomingMessage.class);
        assertEquals(Phones.address("alice"), message.from());
        assertEquals("Grüß dich, 你好 \uD83D\uDE00", message.body());
        assertEquals("id-0123456789", message.id());
        assertEquals(
                Delivery.DELIVERED, phones.alice.await(Recorder.Delivered.class).delivery());
    }

    /** The first shows that somebody is there; who is there tells what it reads. */
    @Test
    void theSecondMessageIsKnownToBeRead() {
        phones = new Phones(Transport.UDP, folder);
        phones.here.run(() -> phones.aliceLink.send("id-0123456789", Phones.address("bob"), "one"));
        phones.alice.await(Recorder.Delivered.class);
        phones.server.awaitMessage(
                message ->
                        message.text().contains("OPTIONS\r\n") && message.text().contains("message/cpim"),
                Duration.ofSeconds(10));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            String id = "id-" + UUID.randomUUID();
            phones.here.run(() -> phones.aliceLink.send(id, Phones.address("bob"), "Grüße"));
            IncomingMessage came = phones.bob.await(
                    IncomingMessage.class, message -> message.id().equals(id));
            assertEquals("Grüße", came.body());
            phones.alice.await(Recorder.Delivered.class, told -> told.id().equals(id));
            phones.there.run(() -> phones.bobLink.displayed(came.from(), came.id(), ""));
            return phones.server.exchange().stream()
                    .anyMatch(each -> each.text().contains("<displayed/>"));
        });
        phones.alice.await(Recorder.Delivered.class, told -> told.delivery().equals(Delivery.READ));
    }

    @Test
    void aMessageToNobodyFailsWithTheWiresWords() {
        phones = new Phones(Transport.UDP, folder);

        phones.here.run(() -> phones.aliceLink.send("id-0123456789", Phones.address("nobody"), "Hello?"));

        Failure failure =
                phones.alice.await(Recorder.Delivered.class).delivery().failure();
        assertEquals(Failure.Kind.NOT_FOUND, failure.kind());
        assertEquals(404, failure.wire().status());
    }

    @Test
    void aMessageThatAServerKeepsIsSentNotDelivered() {
        phones = new Phones(Transport.UDP, folder);
        phones.server.onRequest(request -> request.method().equals("MESSAGE"), new SipReply(202, "Stored", Map.of()));

        phones.here.run(() -> phones.aliceLink.send("id-0123456789", Phones.address("carol"), "Later"));

        assertEquals(Delivery.SENT, phones.alice.await(Recorder.Delivered.class).delivery());
    }

    @Test
    void aMessageThatIsTooLongIsNotSent() {
        phones = new Phones(Transport.UDP, folder);

        phones.here.run(() -> phones.aliceLink.send("id-0123456789", Phones.address("bob"), "x".repeat(20_000)));

        assertEquals(
                Failure.Kind.UNSUPPORTED,
                phones.alice
                        .await(Recorder.Delivered.class)
                        .delivery()
                        .failure()
                        .kind());
    }

    @Test
    void typingIsSeenUntilAMessageComes() {
        phones = new Phones(Transport.UDP, folder);

        phones.here.run(() -> phones.aliceLink.chatState(Phones.address("bob"), ChatState.COMPOSING));
        phones.bob.await(Recorder.Typing.class, typing -> typing.state() == ChatState.COMPOSING);
        phones.here.run(() -> phones.aliceLink.chatState(Phones.address("bob"), ChatState.PAUSED));

        phones.bob.await(Recorder.Typing.class, typing -> typing.state() == ChatState.PAUSED);
    }

    @Test
    void publishedPresenceReachesWhoWatches() {
        phones = new Phones(Transport.UDP, folder);
        phones.here.run(() -> phones.aliceLink.watch(1, Phones.address("bob")));
        phones.alice.await(Recorder.Completed.class, done -> done.operation() == 1);

        phones.there.run(() -> phones.bobLink.publish(
                2, new OwnPresence(Availability.AWAY, "at lunch & back soon", Set.of(Activity.MEAL))));
        phones.bob.await(Recorder.Completed.class, done -> done.operation() == 2);

        PresenceFragment fragment = phones.alice.await(
                PresenceFragment.class, told -> told.activities().contains(Activity.MEAL));
        assertEquals(Availability.AWAY, fragment.availability());
        assertEquals("at lunch & back soon", fragment.note());
        assertEquals(Phones.address("bob"), fragment.contact());

        phones.there.run(() -> phones.bobLink.publish(3, OwnPresence.of(Availability.DO_NOT_DISTURB)));
        phones.alice.await(PresenceFragment.class, told -> told.availability() == Availability.DO_NOT_DISTURB);
    }

    @Test
    void whoPublishesNothingIsOfflineAsTheServerSays() {
        phones = new Phones(Transport.UDP, folder);
        phones.here.run(() -> phones.aliceLink.watch(1, Phones.address("bob")));

        PresenceFragment nothing = phones.alice.await(PresenceFragment.class);
        assertEquals(Availability.OFFLINE, nothing.availability());

        phones.there.run(() -> phones.bobLink.publish(2, OwnPresence.AVAILABLE));
        phones.alice.await(PresenceFragment.class, told -> told.availability() == Availability.AVAILABLE);
        phones.alice.await(Recorder.Gone.class, gone -> gone.source().equals(nothing.source()));
    }

    @Test
    void presenceIsGoneWhenTheOtherSignsOut() {
        phones = new Phones(Transport.UDP, folder);
        phones.there.run(() -> phones.bobLink.publish(2, OwnPresence.AVAILABLE));
        phones.bob.await(Recorder.Completed.class);
        phones.here.run(() -> phones.aliceLink.watch(1, Phones.address("bob")));
        PresenceFragment here = phones.alice.await(
                PresenceFragment.class,
                told -> told.source().kind() == PresenceFragment.Kind.PIDF_TUPLE
                        && told.availability() == Availability.AVAILABLE);

        phones.there.run(() -> phones.bobLink.disconnect());

        phones.bob.awaitState(LinkState.Offline.class);
        awaitGoneOrOffline(here);
    }

    private void awaitGoneOrOffline(PresenceFragment before) {
        org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> phones.alice.facts.stream()
                .anyMatch(fact ->
                        fact instanceof Recorder.Gone gone && gone.source().equals(before.source())
                                || fact instanceof PresenceFragment fragment
                                        && fragment.source().equals(before.source())
                                        && fragment.availability() == Availability.OFFLINE));
    }

    @Test
    void aCallIsSeenByWhoWatches() {
        phones = new Phones(Transport.UDP, folder);
        Recorder carol = new Recorder();
        try (TestRuntime third = new TestRuntime()) {
            var carolLink = phones.signIn(third, "carol", carol, Transport.UDP, folder);
            third.run(() -> carolLink.watch(1, Phones.address("bob")));
            carol.await(Recorder.Completed.class);

            LegRecorder[] legs = phones.talk();
            phones.there.run(() ->
                    phones.bobLink.publish(5, OwnPresence.AVAILABLE.withActivities(Set.of(Activity.ON_THE_PHONE))));

            carol.await(PresenceFragment.class, told -> told.activities().contains(Activity.ON_THE_PHONE));
            phones.here.run(() -> legs[0].leg.end(dev.duet.model.EndReason.of(
                    dev.duet.model.EndReason.Kind.HANGUP, dev.duet.model.EndReason.By.LOCAL)));
            legs[1].awaitEnd();
        }
    }

    @Test
    void anEndedSubscriptionIsBegunAgain() {
        phones = new Phones(Transport.UDP, folder);
        phones.here.run(() -> phones.aliceLink.watch(1, Phones.address("bob")));
        phones.alice.await(Recorder.Completed.class);

        phones.server.endSubscriptions("bob", "deactivated");

        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> phones.server.exchange().stream()
                                .filter(message -> message.text().startsWith("SUBSCRIBE")
                                        && message.text().contains("Event: presence")
                                        && !message.text().contains("Authorization"))
                                .map(message -> message.text().replaceAll("(?s).*Call-ID: ([^\r\n]+).*", "$1"))
                                .distinct()
                                .count()
                        >= 2);
    }

    @Test
    void watchingGoesOnAfterTheServerCameBack() {
        phones = new Phones(Transport.TCP, folder);
        phones.here.run(() -> phones.aliceLink.watch(1, Phones.address("bob")));
        phones.alice.await(Recorder.Completed.class);
        phones.server.stop();
        phones.alice.awaitState(LinkState.Waiting.class);
        phones.bob.awaitState(LinkState.Waiting.class);
        phones.server.restart();
        phones.alice.awaitState(LinkState.Online.class);
        phones.bob.awaitState(LinkState.Online.class);

        phones.there.run(() -> phones.bobLink.publish(2, OwnPresence.AVAILABLE.withNote("back again")));

        phones.alice.await(PresenceFragment.class, told -> told.note().equals("back again"));
    }

    @Test
    void aServerWithoutPresenceFailsTheWish() {
        phones = new Phones(Transport.UDP, folder);
        phones.server.onRequest(
                request ->
                        request.method().equals("SUBSCRIBE") || request.method().equals("PUBLISH"),
                SipReply.of(489));

        phones.here.run(() -> phones.aliceLink.watch(1, Phones.address("bob")));
        phones.here.run(() -> phones.aliceLink.publish(2, OwnPresence.AVAILABLE));

        for (long operation = 1; operation <= 2; operation++) {
            long wanted = operation;
            assertEquals(
                    Failure.Kind.UNSUPPORTED,
                    phones.alice
                            .await(Recorder.Failed.class, failed -> failed.operation() == wanted)
                            .failure()
                            .kind());
        }
    }

    @Test
    void thereIsNoContactListOnASipServer() {
        phones = new Phones(Transport.UDP, folder);

        phones.here.run(() -> phones.aliceLink.putContact(
                9, new RosterEntry(Phones.address("bob"), "Bob", Set.of(), RosterEntry.Visibility.NONE, false)));

        assertTrue(phones.alice.await(Recorder.Failed.class).failure().kind() == Failure.Kind.UNSUPPORTED);
    }
}

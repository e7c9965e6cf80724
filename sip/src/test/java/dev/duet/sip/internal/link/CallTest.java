package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.MediaDirection;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SipReply;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CallTest extends WithPhones {

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void aCallIsOfferedRingsIsAnsweredAndHungUp(Transport transport) {
        phones = new Phones(transport, folder);
        LegRecorder[] legs = phones.talk();

        assertEquals(Phones.address("alice"), legs[1].from);
        assertEquals("Alice \"Wonder\" Liddell", legs[1].callerName);
        assertEquals(List.of(Phones.description(5000)), legs[1].offers);
        assertEquals(List.of(Phones.description(6000)), legs[0].answers);
        assertEquals(legs[0].leg.id(), legs[1].leg.id());

        phones.here.run(() -> legs[0].leg.end(EndReason.of(Kind.HANGUP, By.LOCAL)));
        assertEquals(Kind.HANGUP, legs[1].awaitEnd().kind());
        assertEquals(By.REMOTE, legs[1].ended.by());
        assertEquals(By.LOCAL, legs[0].awaitEnd().by());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void theCalleeMayHangUpToo(Transport transport) {
        phones = new Phones(transport, folder);
        LegRecorder[] legs = phones.talk();

        phones.there.run(() -> legs[1].leg.end(EndReason.of(Kind.HANGUP, By.LOCAL)));

        assertEquals(EndReason.of(Kind.HANGUP, By.REMOTE), legs[0].awaitEnd());
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, BUSY, 486",
        "DECLINED, DECLINED, 603",
        "INCOMPATIBLE, INCOMPATIBLE, 488",
        "NO_ANSWER, NO_ANSWER, 480",
        "NOT_FOUND, NOT_FOUND, 404",
        "FAILED, FAILED, 500"
    })
    void arejectedCallTellsWhy(Kind kind, Kind seen, int status) {
        phones = new Phones(Transport.UDP, folder);
        LegRecorder out = phones.dial("bob", Phones.description(5000));
        LegRecorder in = phones.bob.awaitIncoming().await("offered1");
        phones.there.run(() -> in.leg.ring());
        out.await("ringing");

        phones.there.run(() -> in.leg.end(EndReason.of(kind, By.LOCAL)));

        assertEquals(seen, out.awaitEnd().kind());
        assertEquals(status, out.ended.wire().status());
        assertEquals(kind, in.awaitEnd().kind());
    }

    @Test
    void aCallThatIsGivenUpIsCancelled() {
        phones = new Phones(Transport.UDP, folder);
        LegRecorder out = phones.dial("bob", Phones.description(5000));
        LegRecorder in = phones.bob.awaitIncoming().await("offered1");
        phones.there.run(() -> in.leg.ring());
        out.await("ringing");

        phones.here.run(() -> out.leg.end(EndReason.of(Kind.CANCELLED, By.LOCAL)));

        assertEquals(EndReason.of(Kind.CANCELLED, By.REMOTE), in.awaitEnd());
        assertEquals(EndReason.of(Kind.CANCELLED, By.LOCAL), out.awaitEnd());
        phones.server.awaitMessage(
                message -> message.text().startsWith("SIP/2.0 487")
                        && message.text().contains("INVITE"),
                Duration.ofSeconds(5));
    }

    @Test
    void somebodyWhoIsNotSignedInIsUnreachable() {
        phones = new Phones(Transport.UDP, folder);

        LegRecorder out = phones.dial("carol", Phones.description(5000));

        assertEquals(Kind.UNREACHABLE, out.awaitEnd().kind());
        assertEquals(480, out.ended.wire().status());
    }

    @Test
    void nobodyByThatNameIsNotFound() {
        phones = new Phones(Transport.UDP, folder);

        LegRecorder out = phones.dial("nobody", Phones.description(5000));

        assertEquals(Kind.NOT_FOUND, out.awaitEnd().kind());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void holdAndResumeAreOffersWithin(Transport transport) {
        phones = new Phones(transport, folder);
        LegRecorder[] legs = phones.talk();

        phones.here.run(() -> legs[0].leg.offer(Phones.description(5000, MediaDirection.SENDONLY)));
        legs[1].await("offered2");
        assertEquals(
                MediaDirection.SENDONLY, legs[1].offers.get(1).media().get(0).direction());
        phones.there.run(() -> legs[1].leg.answer(Phones.description(6000, MediaDirection.RECVONLY)));
        legs[0].await("answered2");

        phones.there.run(() -> legs[1].leg.offer(Phones.description(6000)));
        legs[0].await("offered1");
        phones.here.run(() -> legs[0].leg.answer(Phones.description(5000)));
        legs[1].await("answered1");

        phones.here.run(() -> legs[0].leg.end(EndReason.of(Kind.HANGUP, By.LOCAL)));
        legs[1].awaitEnd();
    }

    @Test
    void theVersionOfADescriptionGrowsByOneWithEachChange() {
        phones = new Phones(Transport.UDP, folder);
        LegRecorder[] legs = phones.talk();
        phones.here.run(() -> legs[0].leg.offer(Phones.description(5000)));
        legs[1].await("offered2");
        phones.there.run(() -> legs[1].leg.answer(Phones.description(6000)));
        legs[0].await("answered2");
        phones.here.run(() -> legs[0].leg.offer(Phones.description(5002)));
        legs[1].await("offered3");
        phones.there.run(() -> legs[1].leg.answer(Phones.description(6000)));
        legs[0].await("answered3");

        List<String> versions = phones.server.exchange().stream()
                .map(message -> message.text())
                .filter(text -> text.startsWith("INVITE") && text.contains("m=audio 500"))
                .map(text -> text.replaceAll("(?s).*o=- [0-9]+ ([0-9]+) .*", "$1"))
                .distinct()
                .toList();
        assertEquals(List.of("1", "2"), versions);
    }

    @Test
    void anOfferMayBeRefusedAndTheCallGoesOn() {
        phones = new Phones(Transport.UDP, folder);
        LegRecorder[] legs = phones.talk();

        phones.here.run(() -> legs[0].leg.offer(Phones.description(5002)));
        legs[1].await("offered2");
        phones.there.run(() -> legs[1].leg.refuseOffer(false));

        legs[0].await("offerRefused");
        assertEquals(Failure.Kind.NEGOTIATION, legs[0].refusals.get(0).kind());
        assertEquals(488, legs[0].refusals.get(0).wire().status());
        phones.there.run(() -> legs[1].leg.end(EndReason.of(Kind.HANGUP, By.LOCAL)));
        assertEquals(Kind.HANGUP, legs[0].awaitEnd().kind());
    }

    @Test
    void offersThatMeetHalfWayAreSortedOut() {
        phones = new Phones(Transport.UDP, folder);
        LegRecorder[] legs = phones.talk();

        phones.here.loop().execute(() -> legs[0].leg.offer(Phones.description(5002)));
        phones.there.loop().execute(() -> legs[1].leg.offer(Phones.description(6002)));

        // Whoever's is tried again first wins; the other either follows or is told of the refusal.
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> {
            for (int side = 0; side < 2; side++) {
                LegRecorder leg = legs[side];
                TestRuntime runtime = side == 0 ? phones.here : phones.there;
                int port = side == 0 ? 5002 : 6002;
                int known = side == 0 ? 0 : 1;
                if (leg.offers.size() > known) {
                    runtime.run(() -> leg.leg.answer(Phones.description(port)));
                }
            }
            return legs[0].answers.size() > 1 || !legs[1].answers.isEmpty();
        });
        assertNull(legs[0].ended);
        assertNull(legs[1].ended);
    }

    @Test
    void aTransferIsAskedForAndRefused() {
        phones = new Phones(Transport.UDP, folder);
        LegRecorder[] legs = phones.talk();

        phones.here.run(() -> legs[0].leg.transfer(Phones.address("carol")));

        legs[0].await("transferred");
        assertNotNull(legs[0].transferFailure);
        assertEquals(603, legs[0].transferFailure.wire().status());
    }

    @Test
    void callsEndWhenTheAccountSignsOut() {
        phones = new Phones(Transport.UDP, folder);
        LegRecorder[] legs = phones.talk();

        phones.here.run(() -> phones.aliceLink.disconnect());

        assertEquals(Kind.HANGUP, legs[1].awaitEnd().kind());
        assertEquals(Kind.CLOSED, legs[0].awaitEnd().kind());
        phones.alice.awaitState(LinkState.Offline.class);
        assertNull(phones.server.registrations("alice").stream().findFirst().orElse(null));
    }

    @Test
    void aTelephoneNumberIsCalledAtTheOwnDomain() {
        phones = new Phones(Transport.UDP, folder);
        LegRecorder leg = new LegRecorder();

        phones.here.run(
                () -> phones.aliceLink.dial(Address.tel("+15551234"), "", leg).offer(Phones.description(5000)));

        leg.awaitEnd();
        phones.server.awaitMessage(
                message -> message.text().startsWith("INVITE sip:+15551234@example.com;user=phone"),
                Duration.ofSeconds(5));
    }

    @Test
    void aServerThatIsDownIsUnreachable() {
        phones = new Phones(Transport.TCP, folder);
        phones.server.stop();
        phones.alice.awaitState(LinkState.Waiting.class);

        LegRecorder out = phones.dial("bob", Phones.description(5000));

        assertEquals(Kind.UNREACHABLE, out.awaitEnd().kind());
        phones.server.restart();
    }

    @Test
    void wordsOfTheServerAreKept() {
        phones = new Phones(Transport.UDP, folder);
        phones.server.onRequest(
                request -> request.method().equals("INVITE"), new SipReply(503, "Nothing works", java.util.Map.of()));

        LegRecorder out = phones.dial("bob", Phones.description(5000));

        assertEquals(Kind.UNREACHABLE, out.awaitEnd().kind());
        assertEquals("503 Nothing works", out.ended.wire().toString());
        assertTrue(out.ended.unreachable());
    }
}

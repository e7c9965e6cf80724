package dev.duet.media.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.Sounds;
import dev.duet.model.Failure;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.Protocol;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which way a session offers and takes, by protocol and policy. */
class WaysTest {

    private final TestLoop loop = new TestLoop();
    private final Engine engine = new Engine(loop);

    @AfterEach
    void end() {
        engine.close();
        loop.close();
    }

    private static MediaConfig config(MediaConfig.Ice ice) {
        return MediaConfig.DEFAULT
                .withCodecs("PCMU")
                .withLocalHost("127.0.0.1")
                .withIce(ice)
                .withEncryption(MediaConfig.Encryption.NEVER);
    }

    private static MediaDescription audio(Party party) {
        return party.offers.get(0).audio().orElseThrow();
    }

    private static void offer(Party party) {
        party.loop.run(() -> party.session.createOffer(MediaDirection.SENDRECV));
        Awaitility.await().until(() -> !party.offers.isEmpty());
    }

    @Test
    void aJingleCallAlwaysOffersIceAndASipCallWhenToldTo() {
        Party jingle = new Party(engine, loop, config(MediaConfig.Ice.NEVER), Protocol.XMPP);
        offer(jingle);
        assertNotNull(audio(jingle).ice());
        Party sip = new Party(engine, loop, config(MediaConfig.Ice.WHEN_OFFERED), Protocol.SIP);
        offer(sip);
        assertNull(audio(sip).ice());
    }

    @Test
    void aJingleOfferWithoutIceIsAnsweredWithout() {
        Party sip = new Party(engine, loop, config(MediaConfig.Ice.NEVER), Protocol.SIP);
        Party jingle = new Party(engine, loop, config(MediaConfig.Ice.ALWAYS), Protocol.XMPP);
        sip.call(jingle);
        assertNull(jingle.answers.get(0).audio().orElseThrow().ice());
        sip.say(Sounds.tone(400, 8000, 8000 * 60), 8000);
        Awaitility.await().until(() -> jingle.ear.heard().length > Party.HEARD_RATE / 2);
    }

    @Test
    void noOfferWaitsLongForAServerThatIsSilentAndMoreMayFollow() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            MediaConfig asking = config(MediaConfig.Ice.ALWAYS)
                    .withIceServers(List.of(IceServer.stun("127.0.0.1", silent.getLocalPort())));
            Party jingle = new Party(engine, loop, asking, Protocol.XMPP);
            offer(jingle);
            assertFalse(audio(jingle).ice().endOfCandidates());
            Party sip = new Party(engine, loop, asking, Protocol.SIP);
            offer(sip);
            assertFalse(audio(sip).ice().endOfCandidates());
        }
    }

    @Test
    void aSipOfferHasAllCandidatesWhereNoServerIsAsked() {
        Party sip = new Party(engine, loop, config(MediaConfig.Ice.ALWAYS), Protocol.SIP);
        offer(sip);
        assertTrue(audio(sip).ice().endOfCandidates());
    }

    @Test
    void aSideThatHidesTellsNoAddressAndRefusesAPeerWithoutIce() {
        MediaConfig hiding =
                config(MediaConfig.Ice.WHEN_OFFERED).toBuilder().relayOnly(true).build();
        Party hidden = new Party(engine, loop, hiding);
        offer(hidden);
        assertEquals("0.0.0.0", audio(hidden).rtp().host());
        assertEquals(List.of(), audio(hidden).ice().candidates());
        Party plain = new Party(engine, loop, config(MediaConfig.Ice.NEVER));
        Party other = new Party(engine, loop, hiding);
        plain.offerTo(other, MediaDirection.SENDRECV, MediaDirection.SENDRECV, UnaryOperator.identity());
        assertEquals(Failure.Kind.NEGOTIATION, other.refusals.get(0).kind());
    }
}

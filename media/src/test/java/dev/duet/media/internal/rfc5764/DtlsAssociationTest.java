package dev.duet.media.internal.rfc5764;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.media.internal.rfc5764.Wire.End;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.Failure;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtlsAssociationTest {

    private static final List<Fingerprint> ALICE = List.of(Wire.ALICE.fingerprint());
    private static final List<Fingerprint> BOB = List.of(Wire.BOB.fingerprint());
    private static final SrtpProfile GCM = SrtpProfile.AEAD_AES_128_GCM;

    private final Wire wire = new Wire();
    private End client;
    private End server;

    @AfterEach
    void end() {
        client.association.close();
        server.association.close();
        wire.close();
    }

    private void connect(End asClient, End asServer) {
        client = asClient;
        server = asServer;
        client.other = server;
        server.other = client;
    }

    private void usual() {
        connect(wire.end(true, Wire.ALICE, BOB, GCM), wire.end(false, Wire.BOB, ALICE, GCM));
    }

    private void start() {
        server.association.start();
        client.association.start();
    }

    private static SrtpKey[] keys(End end) throws InterruptedException {
        SrtpKey[] keys = end.keys.poll(20, TimeUnit.SECONDS);
        assertNotNull(keys, () -> "no keys, but " + end.failures);
        return keys;
    }

    private void assertSecured() throws InterruptedException {
        SrtpKey[] atClient = keys(client);
        SrtpKey[] atServer = keys(server);
        assertEquals(atClient[0], atServer[1]);
        assertEquals(atClient[1], atServer[0]);
        assertNotEquals(atClient[0], atClient[1]);
    }

    private static Failure failure(End end) throws InterruptedException {
        Failure failure = end.failures.poll(20, TimeUnit.SECONDS);
        assertNotNull(failure);
        return failure;
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void bothSidesGetTheSameKeys(SrtpProfile profile) throws InterruptedException {
        connect(wire.end(true, Wire.ALICE, BOB, profile), wire.end(false, Wire.BOB, ALICE, profile));
        start();
        assertSecured();
        assertEquals(0, wire.loop().timers());
    }

    @Test
    void theServersFavouriteProfileIsTaken() throws InterruptedException {
        SrtpProfile sha1 = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        connect(wire.end(true, Wire.ALICE, BOB, sha1, GCM), wire.end(false, Wire.BOB, ALICE, GCM, sha1));
        start();
        assertEquals(GCM, keys(client)[0].profile());
    }

    @Test
    void aServerThatIsGreetedBeforeItsWayIsThereAnswersThen() throws InterruptedException {
        usual();
        client.association.start();
        Awaitility.await().until(() -> !server.keys.isEmpty() || clientHasGreeted());
        server.association.start();
        assertSecured();
    }

    private boolean clientHasGreeted() {
        return wire.loop().timers() == 1;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void lostDatagramsAreRepeated(long seed) throws InterruptedException {
        usual();
        Random random = new Random(seed);
        client.passes = datagram -> random.nextInt(12) > 0;
        server.passes = datagram -> random.nextInt(12) > 0;
        start();
        assertSecured();
    }

    /** Among them the client's proof, which the library's server would else wait for in vain. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void anySingleDatagramMayBeLost(int place) throws InterruptedException {
        usual();
        AtomicInteger fromClient = new AtomicInteger();
        AtomicInteger fromServer = new AtomicInteger();
        client.passes = datagram -> fromClient.getAndIncrement() != place;
        server.passes = datagram -> fromServer.getAndIncrement() != place;
        start();
        assertSecured();
    }

    @Test
    void aLastFlightThatWasLostIsSentAgainAfterTheHandshake() throws InterruptedException {
        usual();
        AtomicInteger finished = new AtomicInteger();
        // The server's last flight begins with its change of keys.
        server.passes = datagram -> datagram[0] != 20 && (datagram[4] == 0 || finished.getAndIncrement() > 0);
        server.association.start();
        client.association.start();
        keys(server);
        server.passes = datagram -> true;
        keys(client);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCertificateThatWasNotDescribedEndsIt(boolean clientIsDeceived) throws InterruptedException {
        connect(
                wire.end(true, Wire.ALICE, clientIsDeceived ? ALICE : BOB, GCM),
                wire.end(false, Wire.BOB, clientIsDeceived ? ALICE : BOB, GCM));
        start();
        Failure failure = failure(clientIsDeceived ? client : server);
        assertEquals(Failure.Kind.TLS, failure.kind());
        assertEquals(Failure.Origin.PEER, failure.origin());
        assertTrue(failure.message().contains("certificate"), failure.message());
        assertTrue(client.keys.isEmpty() || server.keys.isEmpty());
    }

    @Test
    void withoutACommonProfileItFailsOnBothSides() throws InterruptedException {
        connect(
                wire.end(true, Wire.ALICE, BOB, GCM),
                wire.end(false, Wire.BOB, ALICE, SrtpProfile.AES_CM_128_HMAC_SHA1_80));
        start();
        assertEquals(Failure.Kind.TLS, failure(server).kind());
        Awaitility.await().until(() -> wire.loop().timers() > 0);
        // The alert proves nothing: the client gives the real server two seconds more.
        Awaitility.await().until(() -> {
            wire.loop().advance(java.time.Duration.ofSeconds(3));
            return !client.failures.isEmpty();
        });
        assertTrue(failure(client).message().contains("handshake_failure"));
    }

    @Test
    void silenceEndsItAfterItsTime() throws InterruptedException {
        usual();
        client.passes = datagram -> false;
        start();
        wire.loop().advance(DtlsAssociation.LIMIT);
        for (End end : List.of(client, server)) {
            Failure failure = failure(end);
            assertEquals(Failure.Kind.MEDIA, failure.kind());
            assertEquals(Failure.Origin.NETWORK, failure.origin());
        }
    }

    @Test
    void aForgedAlertDoesNotEndIt() throws InterruptedException {
        usual();
        byte[] alert = {21, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40};
        client.passes = datagram -> {
            client.association.received(alert, 0, alert.length);
            server.association.received(alert, 0, alert.length);
            return true;
        };
        start();
        assertSecured();
        wire.loop().advance(DtlsAssociation.LIMIT);
        assertTrue(client.failures.isEmpty() && server.failures.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nonsenseAmongTheHandshakeDoesNotEndIt(long seed) throws InterruptedException {
        usual();
        Random random = new Random(seed);
        client.passes = datagram -> disturb(random, datagram);
        server.passes = datagram -> disturb(random, datagram);
        start();
        assertSecured();
    }

    /** Random bytes, truncated records, records of other epochs, and fragments that claim to be huge. */
    private boolean disturb(Random random, byte[] real) {
        for (int i = 0; i < 20; i++) {
            byte[] forged = new byte[1 + random.nextInt(1200)];
            random.nextBytes(forged);
            forged[0] = (byte) (20 + random.nextInt(44));
            both(forged);
            both(java.util.Arrays.copyOf(real, random.nextInt(real.length)));
            both(hugeFragment(random));
        }
        return true;
    }

    private void both(byte[] forged) {
        client.association.received(forged, 0, forged.length);
        server.association.received(forged, 0, forged.length);
    }

    private static byte[] hugeFragment(Random random) {
        byte[] record = new byte[13 + 12 + 100];
        record[0] = 22;
        record[1] = (byte) 0xFE;
        record[2] = (byte) 0xFD;
        record[12] = 112;
        record[13] = (byte) (1 + random.nextInt(20));
        record[14] = (byte) 0xFF; // 16 MB
        record[18] = (byte) random.nextInt(8);
        record[24] = 100;
        return record;
    }

    @Test
    void afterTheHandshakeNothingForgedHarms() throws InterruptedException {
        usual();
        start();
        assertSecured();
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            disturb(random, hugeFragment(random));
        }
        assertTrue(client.failures.isEmpty() && server.failures.isEmpty());
    }

    @Test
    void whatAHandshakeMayHoldIsBounded() {
        usual();
        assertFalse(Records.admits(hugeFragment(new Random(1)), 0, 125), "a message of 16 MB");
        byte[] high = hugeFragment(new Random(1));
        high[14] = 0;
        assertTrue(Records.admits(high, 0, 125));
        high[5] = 1; // record 2^40
        assertFalse(Records.admits(high, 0, 125), "a record number that would outrun all others");
    }

    @Test
    void closingSaysGoodbyeOnce() throws InterruptedException {
        usual();
        AtomicInteger said = new AtomicInteger();
        start();
        assertSecured();
        client.passes = datagram -> {
            said.addAndGet(datagram[0] == 21 ? 1 : 0);
            return true;
        };
        client.association.close();
        client.association.close();
        assertEquals(1, said.get());
        Awaitility.await().pollDelay(java.time.Duration.ofMillis(50)).until(() -> true);
        assertTrue(server.failures.isEmpty(), "the signalling tells when a call ends");
    }

    @Test
    void closingInTheMiddleTellsNothing() {
        usual();
        server.passes = datagram -> false;
        start();
        client.association.close();
        server.association.close();
        wire.loop().advance(DtlsAssociation.LIMIT);
        assertTrue(client.failures.isEmpty() && server.failures.isEmpty());
        assertEquals(0, wire.loop().timers());
    }
}

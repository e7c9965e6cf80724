package dev.duet.media.internal.rfc8656;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.Attack;
import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import dev.duet.model.Secret;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client against a server that the test plays, on time of the test's making. */
class TurnClientTest {

    private static final InetSocketAddress RELAYED = new InetSocketAddress("192.0.2.7", 50_000);
    private static final InetSocketAddress MAPPED = new InetSocketAddress("198.51.100.4", 4000);
    private static final InetSocketAddress PEER = new InetSocketAddress("203.0.113.9", 6000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.10", 6000);

    private final Server server = new Server();
    private final TurnClient client = new TurnClient("alice", Secret.of("secret"), false, new Random(1), server);
    private byte[] key = md5("alice:duet.test:secret");
    private long now;

    private static byte[] md5(String text) {
        return digest("MD5", text);
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Server implements TurnClient.Listener {
        final List<byte[]> sent = new ArrayList<>();
        final List<InetSocketAddress> relayed = new ArrayList<>();
        final List<TurnProblem> problems = new ArrayList<>();
        final List<byte[]> received = new ArrayList<>();

        @Override
        public void send(byte[] data, int offset, int length, boolean control) {
            sent.add(Arrays.copyOfRange(data, offset, offset + length));
        }

        @Override
        public void allocated(List<InetSocketAddress> lent, InetSocketAddress mapped) {
            assertEquals(MAPPED, mapped);
            relayed.addAll(lent);
        }

        @Override
        public void ended(TurnProblem problem) {
            problems.add(problem);
        }

        @Override
        public void received(InetSocketAddress peer, byte[] data, int offset, int length) {
            assertEquals(PEER, peer);
            received.add(Arrays.copyOfRange(data, offset, offset + length));
        }
    }

    private StunMessage last() {
        byte[] message = server.sent.get(server.sent.size() - 1);
        StunMessage parsed = StunMessage.parse(message, 0, message.length);
        assertNotNull(parsed);
        return parsed;
    }

    private void advance(Duration by) {
        for (long end = now + by.toNanos(); now < end; ) {
            now = Math.min(end, now + Duration.ofMillis(100).toNanos());
            client.tick(now);
        }
    }

    private void give(byte[] message) {
        client.received(message, 0, message.length, now);
    }

    private StunWriter answer(StunMessage request, boolean success) {
        return new StunWriter(request.type() | (success ? 0x0100 : 0x0110), request.transaction());
    }

    private void challenge(int code, String nonce) {
        give(answer(last(), false)
                .error(code, "Who are you?")
                .text(Stun.REALM, "duet.test")
                .text(Stun.NONCE, nonce)
                .withFingerprint());
    }

    private void allocate() {
        client.start(now);
        challenge(401, "one");
        give(answer(last(), true)
                .xorAddress(Stun.XOR_RELAYED_ADDRESS, RELAYED)
                .xorAddress(Stun.XOR_MAPPED_ADDRESS, MAPPED)
                .number(Stun.LIFETIME, 600)
                .sign(key)
                .withFingerprint());
        assertEquals(List.of(RELAYED), server.relayed);
    }

    @Test
    void anAllocationIsAskedForWithProof() {
        client.start(now);
        assertEquals(Turn.ALLOCATE, last().type());
        assertFalse(last().has(Stun.USERNAME));
        challenge(401, "one");
        assertEquals("alice", last().text(Stun.USERNAME));
        assertEquals("one", last().text(Stun.NONCE));
        assertTrue(last().isSignedWith(key));
        assertArrayEquals(Turn.UDP, last().bytes(Stun.REQUESTED_TRANSPORT));
    }

    @Test
    void aServerThatOffersSha256AndHidesNamesGetsBoth() {
        client.start(now);
        give(answer(last(), false)
                .error(401, "Unauthorized")
                .text(Stun.REALM, "duet.test")
                .text(Stun.NONCE, "obMatJos2wAAAsalt")
                .put(Stun.PASSWORD_ALGORITHMS, new byte[] {0, 1, 0, 0, 0, 2, 0, 0})
                .withFingerprint());
        assertFalse(last().has(Stun.USERNAME));
        assertArrayEquals(digest("SHA-256", "alice:duet.test"), last().bytes(Stun.USERHASH));
        assertArrayEquals(new byte[] {0, 2, 0, 0}, last().bytes(Stun.PASSWORD_ALGORITHM));
        assertTrue(last().isSignedWith(digest("SHA-256", "alice:duet.test:secret")));
    }

    @Test
    void aWrongPasswordEndsIt() {
        client.start(now);
        challenge(401, "one");
        challenge(401, "two");
        assertEquals(TurnProblem.Kind.CREDENTIALS, server.problems.get(0).kind());
        assertFalse(server.problems.toString().contains("secret"));
    }

    @Test
    void aStaleNonceIsReplaced() {
        allocate();
        advance(Duration.ofSeconds(541));
        assertEquals(Turn.REFRESH, last().type());
        challenge(438, "two");
        assertEquals("two", last().text(Stun.NONCE));
        give(answer(last(), true).number(Stun.LIFETIME, 600).sign(key).withFingerprint());
        int before = server.sent.size();
        advance(Duration.ofSeconds(300));
        assertEquals(before, server.sent.size());
        advance(Duration.ofSeconds(300));
        assertNotEquals(before, server.sent.size());
    }

    @Test
    void aServerThatLendsIpVersion6AloneIsAskedForThat() {
        client.start(now);
        challenge(401, "one");
        assertTrue(last().has(Stun.ADDITIONAL_ADDRESS_FAMILY));
        give(answer(last(), false)
                .error(440, "Address Family not Supported")
                .sign(key)
                .withFingerprint());
        assertArrayEquals(Turn.IPV6, last().bytes(Stun.REQUESTED_ADDRESS_FAMILY));
        give(answer(last(), false)
                .error(440, "Address Family not Supported")
                .sign(key)
                .withFingerprint());
        assertEquals(TurnProblem.Kind.REFUSED, server.problems.get(0).kind());
    }

    @Test
    void anAnswerThatIsNotSignedIsNotBelieved() {
        client.start(now);
        challenge(401, "one");
        StunMessage request = last();
        give(answer(request, true)
                .xorAddress(Stun.XOR_RELAYED_ADDRESS, STRANGER)
                .xorAddress(Stun.XOR_MAPPED_ADDRESS, MAPPED)
                .withFingerprint());
        assertEquals(List.of(), server.relayed);
        give(answer(request, true)
                .xorAddress(Stun.XOR_RELAYED_ADDRESS, STRANGER)
                .xorAddress(Stun.XOR_MAPPED_ADDRESS, MAPPED)
                .sign("wrong".getBytes(StandardCharsets.UTF_8))
                .withFingerprint());
        assertFalse(client.isAllocated());
    }

    @Test
    void aServerThatIsSilentIsGivenUp() {
        client.start(now);
        advance(Duration.ofSeconds(20));
        assertEquals(5, server.sent.size());
        assertEquals(TurnProblem.Kind.UNREACHABLE, server.problems.get(0).kind());
    }

    @Test
    void anotherServerOrPortIsNamed() {
        client.start(now);
        give(answer(last(), false)
                .error(300, "Try Alternate")
                .put(Stun.ALTERNATE_SERVER, new byte[] {0, 1, 0x13, (byte) 0x88, 127, 0, 0, 1})
                .withFingerprint());
        TurnProblem problem = server.problems.get(0);
        assertEquals(TurnProblem.Kind.REDIRECT, problem.kind());
        assertEquals(new InetSocketAddress("127.0.0.1", 5000), problem.alternate());
        TurnClient other = new TurnClient("alice", Secret.of("secret"), false, new Random(2), server);
        other.start(now);
        byte[] mismatch =
                answer(last(), false).error(437, "Allocation Mismatch").withFingerprint();
        other.received(mismatch, 0, mismatch.length, now);
        assertEquals(TurnProblem.Kind.MISMATCH, server.problems.get(1).kind());
    }

    @Test
    void aPeerIsPermittedFirstAndGetsAChannel() {
        allocate();
        int before = server.sent.size();
        assertTrue(client.send(PEER, new byte[] {1, 2, 3}, 0, 3, now));
        assertEquals(before + 2, server.sent.size());
        byte[] permission = server.sent.get(before);
        StunMessage asked = StunMessage.parse(permission, 0, permission.length);
        give(answer(asked, true).sign(key).withFingerprint());
        assertEquals(Turn.CREATE_PERMISSION, asked.type());
        assertEquals(PEER.getAddress(), asked.xorAddress(Stun.XOR_PEER_ADDRESS).getAddress());
        assertEquals(Turn.SEND_INDICATION, last().type());
        assertArrayEquals(new byte[] {1, 2, 3}, last().bytes(Stun.DATA));
        client.bind(PEER, now);
        assertEquals(Turn.CHANNEL_BIND, last().type());
        give(answer(last(), true).sign(key).withFingerprint());
        client.send(PEER, new byte[] {1, 2, 3}, 0, 3, now);
        assertArrayEquals(new byte[] {0x40, 0, 0, 3, 1, 2, 3}, server.sent.get(server.sent.size() - 1));
        give(new byte[] {0x40, 0, 0, 2, 8, 9, 0, 0});
        assertArrayEquals(new byte[] {8, 9}, server.received.get(0));
        before = server.sent.size();
        advance(Duration.ofSeconds(239));
        assertEquals(before, server.sent.size());
        client.send(PEER, new byte[1], 0, 1, now);
        advance(Duration.ofSeconds(2));
        assertTrue(server.sent.stream().skip(before).anyMatch(each -> each[1] == Turn.CHANNEL_BIND));
        assertTrue(server.sent.stream().skip(before).anyMatch(each -> each[1] == Turn.CREATE_PERMISSION));
    }

    @Test
    void aPeerThatTheServerForbidsGetsNothing() {
        allocate();
        client.send(PEER, new byte[1], 0, 1, now);
        byte[] permission = server.sent.get(server.sent.size() - 2);
        StunMessage asked = StunMessage.parse(permission, 0, permission.length);
        give(answer(asked, false).error(403, "Forbidden").sign(key).withFingerprint());
        assertFalse(client.send(PEER, new byte[1], 0, 1, now));
        assertEquals(List.of(), server.problems);
    }

    @Test
    void strangersAreNotHeard() {
        allocate();
        client.send(PEER, new byte[1], 0, 1, now);
        give(new StunWriter(Turn.DATA_INDICATION, new byte[12])
                .xorAddress(Stun.XOR_PEER_ADDRESS, STRANGER)
                .put(Stun.DATA, new byte[] {6, 6, 6})
                .bytes());
        give(new byte[] {0x40, 5, 0, 1, 6, 0, 0, 0});
        give(new byte[] {0x4F, (byte) 0xFF, 0, 1, 6, 0, 0, 0});
        assertEquals(List.of(), server.received);
        give(new StunWriter(Turn.DATA_INDICATION, new byte[12])
                .xorAddress(Stun.XOR_PEER_ADDRESS, PEER)
                .put(Stun.DATA, new byte[] {1})
                .bytes());
        assertEquals(1, server.received.size());
    }

    /** What it asked was answered: nothing of what follows in the server's name is an answer to it. */
    @ParameterizedTest
    @EnumSource(Attack.class)
    void nothingForgedEndsAnAllocation(Attack attack) {
        allocate();
        int before = server.sent.size();
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            give(attack.next(random, server.sent));
        }
        assertTrue(client.isAllocated());
        assertEquals(List.of(), server.problems);
        assertEquals(List.of(), server.received);
        assertEquals(before, server.sent.size());
    }

    @Test
    void peersWithoutEndCostABoundedAmount() {
        allocate();
        int sent = 0;
        for (int i = 0; i < 1000; i++) {
            if (client.send(
                    new InetSocketAddress("10.1." + i / 250 + "." + (1 + i % 250), 1), new byte[1], 0, 1, now)) {
                sent++;
            }
            client.bind(new InetSocketAddress("10.1.1.1", 1 + i), now);
        }
        assertEquals(64, sent);
    }

    @Test
    void closingGivesTheAllocationBack() {
        allocate();
        client.close(now);
        assertEquals(Turn.REFRESH, last().type());
        assertEquals(0, last().number(Stun.LIFETIME));
        assertTrue(last().isSignedWith(key));
        assertFalse(client.send(PEER, new byte[1], 0, 1, now));
        assertFalse(client.isGone());
        give(answer(last(), true).number(Stun.LIFETIME, 0).sign(key).withFingerprint());
        assertTrue(client.isGone());
        assertSaysNothingMore();
    }

    private void assertSaysNothingMore() {
        int before = server.sent.size();
        advance(Duration.ofMinutes(30));
        assertEquals(before, server.sent.size());
        assertEquals(List.of(), server.problems);
    }

    @Test
    void closingIsRepeatedUntilItIsGivenUp() {
        allocate();
        int before = server.sent.size();
        client.close(now);
        client.close(now);
        assertEquals(before + 1, server.sent.size());
        advance(Duration.ofMillis(600));
        assertEquals(before + 2, server.sent.size());
        assertArrayEquals(server.sent.get(before), server.sent.get(before + 1));
        byte[] late = new StunWriter(Turn.DATA_INDICATION, new byte[12])
                .xorAddress(Stun.XOR_PEER_ADDRESS, PEER)
                .put(Stun.DATA, new byte[1])
                .bytes();
        give(late);
        assertEquals(List.of(), server.received);
        advance(Duration.ofSeconds(20));
        assertTrue(client.isGone());
        assertEquals(before + 5, server.sent.size());
        assertSaysNothingMore();
    }

    @Test
    void closingTakesANewNonce() {
        allocate();
        client.close(now);
        challenge(438, "two");
        assertEquals("two", last().text(Stun.NONCE));
        assertEquals(0, last().number(Stun.LIFETIME));
        give(answer(last(), false).error(437, "Allocation Mismatch").sign(key).withFingerprint());
        assertTrue(client.isGone());
        assertSaysNothingMore();
    }

    @Test
    void overAStreamClosingIsSaidOnce() {
        TurnClient reliable = new TurnClient("alice", Secret.of("secret"), true, new Random(1), server);
        reliable.start(now);
        byte[] lent = answer(last(), true)
                .xorAddress(Stun.XOR_RELAYED_ADDRESS, RELAYED)
                .xorAddress(Stun.XOR_MAPPED_ADDRESS, MAPPED)
                .withFingerprint();
        reliable.received(lent, 0, lent.length, now);
        reliable.close(now);
        assertEquals(Turn.REFRESH, last().type());
        assertTrue(reliable.isGone());
    }

    @Property(tries = 300)
    void nonsenseDoesNoHarm(@ForAll List<@Size(max = 60) byte[]> messages) {
        new TurnClientTest().survives(messages); // all tries of a property share one instance
    }

    private void survives(List<byte[]> messages) {
        allocate();
        client.send(PEER, new byte[1], 0, 1, now);
        client.bind(PEER, now);
        for (byte[] each : messages) {
            give(each);
            byte[] like = new StunWriter(Turn.DATA_INDICATION, new byte[12])
                    .put(Stun.XOR_PEER_ADDRESS, each)
                    .put(Stun.DATA, each)
                    .bytes();
            give(like);
            if (saysWrongPassword(each)) {
                continue; // that no server can sign, and it ends the allocation (RFC 8489 9.2.4)
            }
            byte[] answer = new StunWriter(Turn.CHANNEL_BIND | 0x0110, last().transaction())
                    .put(Stun.ERROR_CODE, each)
                    .put(Stun.NONCE, each)
                    .put(Stun.REALM, each)
                    .bytes();
            give(answer);
        }
        assertTrue(client.isAllocated());
    }

    private static boolean saysWrongPassword(byte[] errorCode) {
        return errorCode.length >= 4 && (errorCode[2] & 7) == 4 && errorCode[3] == 1;
    }
}

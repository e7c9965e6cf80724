package dev.duet.media.internal.rfc8489;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StunMessageTest {

    private static final byte[] TRANSACTION = new byte[12];
    private static final byte[] KEY = Stun.shortTermKey("VOkJxbRl1RmTxUk/WvJxBt");

    /** RFC 5769 2.1: a request as others write it. */
    private static final byte[] SAMPLE = HexFormat.of()
            .parseHex("000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
                    + "002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020"
                    + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");

    /** RFC 5769 2.2: the answer to it. */
    private static final byte[] ANSWER = HexFormat.of()
            .parseHex("0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
                    + "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96");

    private static byte[] request(String username) {
        return new StunWriter(Stun.BINDING_REQUEST, TRANSACTION)
                .text(Stun.USERNAME, username)
                .sign(KEY)
                .withFingerprint();
    }

    private static StunMessage parsed(byte[] message) {
        StunMessage parsed = StunMessage.parse(message, 0, message.length);
        assertNotNull(parsed);
        return parsed;
    }

    @Test
    void theSamplesOfRfc5769AreRead() throws Exception {
        StunMessage request = parsed(SAMPLE);
        assertTrue(request.hasFingerprint());
        assertTrue(request.isSignedWith(KEY));
        assertFalse(request.isSignedWith(Stun.shortTermKey("wrong")));
        assertTrue(request.isFor("evtj"));
        assertEquals(0x6e0001ffL, request.number(Stun.PRIORITY));
        assertEquals(0x932ff9b151263b36L, request.longNumber(Stun.ICE_CONTROLLED));
        StunMessage answer = parsed(ANSWER);
        assertTrue(answer.hasFingerprint() && answer.isSignedWith(KEY));
        assertEquals(
                new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 32_853),
                answer.xorAddress(Stun.XOR_MAPPED_ADDRESS));
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 300", "4, 1, 401", "6, 99, 699", "4, 101, 0", "2, 99, 0", "7, 0, 0", "252, 38, 438"})
    void anErrorCodeHasItsBounds(int kind, int number, int code) {
        byte[] value = {0, 0, (byte) kind, (byte) number};
        byte[] written = new StunWriter(Stun.BINDING_ERROR, TRANSACTION)
                .put(Stun.ERROR_CODE, value)
                .bytes();
        assertEquals(code, parsed(written).errorCode());
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        InetSocketAddress v6 = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 4711);
        byte[] written = new StunWriter(Stun.BINDING_ERROR, TRANSACTION)
                .error(487, "Role Conflict")
                .xorAddress(Stun.XOR_PEER_ADDRESS, v6)
                .sign256(KEY)
                .withFingerprint();
        StunMessage message = parsed(written);
        assertEquals(487, message.errorCode());
        assertEquals(v6, message.xorAddress(Stun.XOR_PEER_ADDRESS));
        assertTrue(message.isSignedWith(KEY) && message.hasFingerprint());
        assertTrue(message.isOf(TRANSACTION));
        assertArrayEquals(TRANSACTION, message.transaction());
    }

    @Test
    void aRequestIsForTheOneItNames() {
        assertTrue(parsed(request("abcd:wxyz")).isFor("abcd"));
        assertFalse(parsed(request("abcde:wxyz")).isFor("abcd"));
        assertFalse(parsed(request("wxyz:abcd")).isFor("abcd"));
        assertFalse(parsed(request("abcd")).isFor("abcd"));
        assertFalse(parsed(request("abcd:")).isFor("abcd"));
    }

    @Test
    void whatFollowsTheIntegrityIsNotRead() {
        byte[] forged = new StunWriter(Stun.BINDING_REQUEST, TRANSACTION)
                .sign(KEY)
                .text(Stun.USERNAME, "abcd:wxyz")
                .bytes();
        assertTrue(parsed(forged).isSignedWith(KEY));
        assertFalse(parsed(forged).isFor("abcd"));
        assertFalse(parsed(forged).has(Stun.USERNAME));
    }

    @Property(tries = 200)
    void aChangedBitIsNoticed(@ForAll @IntRange(min = 0, max = 8 * 88 - 1) int bit) {
        byte[] changed = SAMPLE.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        StunMessage message = StunMessage.parse(changed, 0, changed.length);
        assertTrue(message == null || !message.isSignedWith(KEY));
    }

    @Test
    void onlyWholeMessagesPass() {
        byte[] good = request("abcd:wxyz");
        assertNull(StunMessage.parse(good, 0, good.length - 1));
        assertNull(StunMessage.parse(good, 0, 19));
        byte[] noCookie = good.clone();
        noCookie[4] = 0;
        assertNull(StunMessage.parse(noCookie, 0, good.length));
        StunWriter many = new StunWriter(Stun.BINDING_REQUEST, TRANSACTION);
        for (int i = 0; i < 200; i++) {
            many.put(0x7000 + i, new byte[0]);
        }
        byte[] tooMany = many.bytes();
        assertNull(StunMessage.parse(tooMany, 0, tooMany.length));
    }

    @Property(tries = 500)
    void nonsenseIsJudgedWithoutHarm(@ForAll @Size(max = 120) byte[] attributes, @ForAll boolean fitting) {
        int length = fitting ? attributes.length / 4 * 4 : attributes.length;
        byte[] message = ByteBuffer.allocate(20 + length)
                .putShort((short) 1)
                .putShort((short) length)
                .putInt(0x2112_A442)
                .position(20)
                .put(attributes, 0, length)
                .array();
        StunMessage parsed = StunMessage.parse(message, 0, message.length);
        if (parsed != null) {
            parsed.isFor("abcd");
            parsed.isSignedWith("key".getBytes(StandardCharsets.UTF_8));
            parsed.hasFingerprint();
            parsed.errorCode();
            for (int type = 0; type < 0x40; type++) {
                parsed.xorAddress(type);
                parsed.address(type);
                parsed.text(type);
                parsed.number(type);
                parsed.longNumber(type);
            }
        }
    }
}

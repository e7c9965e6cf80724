package dev.duet.sip.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The answers are those of RFC 5769 2.2 and 2.3, with what they hold beside the address. */
class StunBindingTest {

    private static final String IPV4 = "0101003c2112a442b7e7a701bc34d686fa87dfae"
            + "8022000b7465737420766563746f7220002000080001a147e112a643"
            + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96";
    private static final String IPV6 = "010100482112a442b7e7a701bc34d686fa87dfae"
            + "8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
            + "00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c";

    private static byte[] answer(StunBinding request, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(request.request(), 8, bytes, 8, 12);
        return bytes;
    }

    @Test
    void theAddressIsRead() {
        assertEquals(
                new InetSocketAddress("192.0.2.1", 32853),
                StunBinding.address(HexFormat.of().parseHex(IPV4)));
        assertEquals(
                new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853),
                StunBinding.address(HexFormat.of().parseHex(IPV6)));
    }

    @Test
    void onlyTheAnswerToTheRequestIsOne() {
        StunBinding binding = new StunBinding(new SecureRandom());
        assertEquals(20, binding.request().length);
        assertTrue(StunBinding.is(binding.request()));
        assertTrue(binding.isAnsweredBy(answer(binding, IPV4)));
        assertFalse(binding.isAnsweredBy(HexFormat.of().parseHex(IPV4)), "to another request");
        assertFalse(binding.isAnsweredBy(binding.request()), "no answer at all");
        byte[] longer = Arrays.copyOf(answer(binding, IPV4), 96);
        assertFalse(binding.isAnsweredBy(longer), "with bytes behind it");
    }

    @Test
    void messagesOfSipAreNotStun() {
        for (String sip :
                new String[] {"SIP/2.0 200 OK\r\n\r\n           ", "INVITE sip:a SIP/2.0\r\n\r\n", "\r\n\r\n"}) {
            assertFalse(StunBinding.is(sip.getBytes(StandardCharsets.US_ASCII)), sip);
        }
    }

    @Test
    void anAnswerThatIsCutHasNoAddress() {
        byte[] whole = HexFormat.of().parseHex(IPV4);
        for (int length = 20; length < 48; length++) {
            assertNull(StunBinding.address(Arrays.copyOf(whole, length)));
        }
        byte[] odd = ByteBuffer.allocate(28)
                .put(whole, 0, 20)
                .putShort((short) 0x20)
                .putShort((short) 4)
                .array();
        assertNull(StunBinding.address(odd));
    }
}

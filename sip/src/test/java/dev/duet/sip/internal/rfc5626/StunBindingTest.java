package dev.duet.sip.internal.rfc5626;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** With the answers of RFC 5769 2.2 and 2.3. */
class StunBindingTest {

    private static final byte[] ID = hex("b7e7a701bc34d686fa87dfae");
    private static final byte[] OVER_IPV4 =
            hex("0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
                    + "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96");
    private static final byte[] OVER_IPV6 =
            hex("010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
                    + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed41"
                    + "80280004c8fb0b4c");

    private final StunBinding binding = new StunBinding(ID);

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void theAddressIsRead() {
        assertEquals(Optional.of(new InetSocketAddress("192.0.2.1", 32853)), binding.mapped(OVER_IPV4));
        assertEquals(
                Optional.of(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853)),
                binding.mapped(OVER_IPV6));
    }

    @Test
    void anAddressThatIsNotMaskedIsReadToo() {
        byte[] answer = hex("0101000c2112a442b7e7a701bc34d686fa87dfae000100080001139cc0000201");
        assertEquals(Optional.of(new InetSocketAddress("192.0.2.1", 5020)), binding.mapped(answer));
    }

    @Test
    void theRequestIsTheShortest() {
        assertArrayEquals(hex("000100002112a442b7e7a701bc34d686fa87dfae"), binding.request());
        assertFalse(Arrays.equals(new StunBinding().request(), new StunBinding().request()));
    }

    @Test
    void anAnswerToAnotherAnErrorAndAPieceAreNone() {
        assertEquals(Optional.empty(), new StunBinding().mapped(OVER_IPV4));
        byte[] error = OVER_IPV4.clone();
        error[1] = 0x11;
        assertEquals(Optional.empty(), binding.mapped(error));
        for (int length = 0; length < OVER_IPV4.length; length++) {
            assertEquals(Optional.empty(), binding.mapped(Arrays.copyOf(OVER_IPV4, length)));
        }
    }

    @Test
    void whatIsSpoiltIsNoTrouble() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] spoilt = OVER_IPV6.clone();
            for (int j = 0; j < 3; j++) {
                spoilt[20 + random.nextInt(spoilt.length - 20)] = (byte) random.nextInt();
            }
            assertDoesNotThrow(() -> binding.mapped(spoilt));
        }
    }

    @Test
    void sipIsNotTakenForIt() {
        assertTrue(StunBinding.isStun(OVER_IPV4));
        assertFalse(StunBinding.isStun("OPTIONS sip:a@b SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        assertFalse(StunBinding.isStun("\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
    }
}

package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in: who has the name and the password of this very run (RFC 8445 7.3). */
class IceGateTest {

    private static final String FRAGMENT = "here";
    private static final String PASSWORD = "a-password-of-twenty-two";
    private static final byte[] TRANSACTION = new byte[Stun.TRANSACTION_BYTES];

    private final IceGate gate = new IceGate(FRAGMENT, PASSWORD, () -> true, 1);

    private static StunMessage read(byte[] bytes) {
        StunMessage message = StunMessage.parse(bytes, 0, bytes.length);
        assertNotNull(message);
        return message;
    }

    @ParameterizedTest
    @CsvSource({
        "here:there, a-password-of-twenty-two, true",
        "there:here, a-password-of-twenty-two, false",
        "hereabouts:there, a-password-of-twenty-two, false",
        "her:there, a-password-of-twenty-two, false",
        "here, a-password-of-twenty-two, false",
        "here:there, another-password-than-that, false",
    })
    void aCheckNeedsBothNameAndPassword(String user, String password, boolean admitted) {
        byte[] check = new StunWriter(Stun.BINDING_REQUEST, TRANSACTION)
                .text(Stun.USERNAME, user)
                .sign(Stun.shortTermKey(password))
                .withFingerprint();
        assertEquals(admitted, gate.admits(read(check)));
    }

    @ParameterizedTest
    @CsvSource({"of-the-other-side-itself, true", "a-password-of-twenty-two, false"})
    void anAnswerNeedsThePasswordOfTheOtherSide(String password, boolean believed) {
        byte[] answer = new StunWriter(Stun.BINDING_SUCCESS, TRANSACTION)
                .xorAddress(Stun.XOR_MAPPED_ADDRESS, new InetSocketAddress("127.0.0.1", 9))
                .sign(Stun.shortTermKey(password))
                .withFingerprint();
        assertEquals(false, gate.believes(read(answer)));
        gate.peer("there", "of-the-other-side-itself");
        assertEquals(believed, gate.believes(read(answer)));
    }
}

package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StunMessageTest {

    private static byte[] request(String username, boolean signed) {
        byte[] name = username.getBytes(StandardCharsets.UTF_8);
        int named = 4 + (name.length + 3 & ~3);
        int length = named + (signed ? 24 : 0);
        ByteBuffer out = ByteBuffer.allocate(20 + length);
        out.putShort((short) 1).putShort((short) length).putInt(0x2112_A442);
        out.position(20);
        out.putShort((short) 6).putShort((short) name.length).put(name);
        if (signed) {
            out.position(20 + named);
            out.putShort((short) 8).putShort((short) 20);
        }
        return out.array();
    }

    private static boolean isFor(String fragment, byte[] message) {
        return StunMessage.isBinding(message, message.length) && StunMessage.isFor(fragment, message, message.length);
    }

    @Test
    void aSignedRequestIsForTheOneItNames() {
        assertTrue(isFor("abcd", request("abcd:wxyz", true)));
        assertFalse(isFor("abcd", request("abcde:wxyz", true)));
        assertFalse(isFor("abcd", request("wxyz:abcd", true)));
        assertFalse(isFor("abcd", request("abcd", true)));
        assertFalse(isFor("abcd", request("abcd:", true)));
    }

    @Test
    void aRequestThatIsNotSignedIsForNobody() {
        assertFalse(isFor("abcd", request("abcd:wxyz", false)));
    }

    @Test
    void onlyWholeBindingMessagesPass() {
        byte[] good = request("abcd:wxyz", true);
        assertTrue(StunMessage.isBinding(good, good.length));
        assertFalse(StunMessage.isBinding(good, good.length - 1));
        assertFalse(StunMessage.isBinding(good, 19));
        byte[] otherMethod = good.clone();
        otherMethod[1] = 3;
        assertFalse(StunMessage.isBinding(otherMethod, good.length));
        byte[] noCookie = good.clone();
        noCookie[4] = 0;
        assertFalse(StunMessage.isBinding(noCookie, good.length));
    }

    @Property(tries = 500)
    void nonsenseIsJudgedWithoutHarm(@ForAll @Size(max = 80) byte[] attributes) {
        byte[] message = ByteBuffer.allocate(20 + attributes.length)
                .putShort((short) 1)
                .putShort((short) attributes.length)
                .putInt(0x2112_A442)
                .position(20)
                .put(attributes)
                .array();
        assertEquals(attributes.length % 4 == 0, StunMessage.isBinding(message, message.length));
        StunMessage.isFor("abcd", message, message.length);
    }
}

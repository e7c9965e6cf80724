package dev.duet.sip.internal.rfc4235;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.ChatState;
import dev.duet.sip.internal.rfc3994.IsComposing;
import dev.duet.sip.internal.xml.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialogInfoTest {

    @Test
    void onlyAnAnsweredDialogIsACall() throws MalformedBody {
        Map<String, String> states = info(0, "full", dialog("a", "early") + dialog("b", "terminated"))
                .after(Map.of("old", "confirmed"));
        assertEquals(Map.of("a", "early"), states);
        assertFalse(DialogInfo.onThePhone(states));
        states = info(1, "partial", dialog("a", "confirmed")).after(states);
        assertTrue(DialogInfo.onThePhone(states));
        states = info(2, "partial", dialog("a", "terminated")).after(states);
        assertFalse(DialogInfo.onThePhone(states));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<dialog-info/>",
                "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' state='full'/>",
                "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' version='x' state='full'/>",
                "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' version='1' state='half'/>",
                "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' version='1' state='full'><dialog id='a'/>"
                        + "</dialog-info>"
            })
    void whatIsMalformedIsRefused(String body) {
        assertThrows(MalformedBody.class, () -> DialogInfo.read(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void typingIsToldAndTakenBack() throws MalformedBody {
        assertEquals(ChatState.COMPOSING, IsComposing.read(IsComposing.write(ChatState.COMPOSING, 60)));
        assertEquals(ChatState.ACTIVE, IsComposing.read(IsComposing.write(ChatState.PAUSED, 60)));
        assertThrows(MalformedBody.class, () -> IsComposing.read("<a/>".getBytes(StandardCharsets.UTF_8)));
    }

    private static DialogInfo info(int version, String state, String dialogs) throws MalformedBody {
        return DialogInfo.read(("<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' version='" + version
                        + "' state='" + state + "' entity='sip:bob@example.com'>" + dialogs + "</dialog-info>")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String dialog(String id, String state) {
        return "<dialog id='" + id + "'><state>" + state + "</state></dialog>";
    }
}

package dev.duet.sip.internal.rfc3863;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.sip.internal.xml.XmlException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialogInfoTest {

    private final DialogInfo info = new DialogInfo();

    @Test
    void aConfirmedDialogIsACall() throws Exception {
        assertTrue(take(0, "full", dialog("a", "confirmed")));

        assertEquals(
                Set.of(Activity.ON_THE_PHONE),
                info.fragment(Address.sip("bob@example.com")).activities());
        assertEquals(
                Availability.UNKNOWN,
                info.fragment(Address.sip("bob@example.com")).availability());
    }

    @Test
    void ringingIsNoCallYet() throws Exception {
        take(0, "full", dialog("a", "early"));
        assertFalse(info.isOnThePhone());
        take(1, "partial", dialog("a", "confirmed"));
        assertTrue(info.isOnThePhone());
        take(2, "partial", dialog("b", "early"));
        assertTrue(info.isOnThePhone());
        take(3, "partial", dialog("a", "terminated"));
        assertFalse(info.isOnThePhone());
    }

    @Test
    void aFullStateForgetsWhatItDoesNotName() throws Exception {
        take(0, "full", dialog("a", "confirmed"));
        take(1, "full", "");
        assertFalse(info.isOnThePhone());
    }

    @Test
    void aMissedDocumentIsNoticedAndAnOldOneChangesNothing() throws Exception {
        take(0, "full", "");
        assertFalse(take(2, "partial", dialog("a", "confirmed")));
        assertTrue(info.isOnThePhone());
        assertTrue(take(1, "partial", dialog("a", "terminated")));
        assertTrue(info.isOnThePhone());
    }

    @Test
    void whatWasKnownOutlivesAMalformedDocument() throws Exception {
        take(0, "full", dialog("a", "confirmed"));
        assertThrows(XmlException.class, () -> take(1, "full", "<dialog id='a'/>"));
        assertTrue(info.isOnThePhone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<dialog-info/>", "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info'/>"})
    void malformedDocumentsAreRefused(String document) {
        assertThrows(XmlException.class, () -> info.take(document.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean take(int version, String state, String dialogs) throws XmlException {
        String document = "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' version='" + version + "' state='"
                + state + "' entity='sip:bob@example.com'>" + dialogs + "</dialog-info>";
        return info.take(document.getBytes(StandardCharsets.UTF_8));
    }

    private static String dialog(String id, String state) {
        return "<dialog id='" + id + "' direction='recipient'><state>" + state + "</state></dialog>";
    }
}

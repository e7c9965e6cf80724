package dev.duet.xmpp.internal.xep0045;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.Address;
import dev.duet.model.VoiceRequest;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wishes for voice as rooms pass them on. */
class VoiceFormTest {

    private static final Address.Xmpp ROOM = Address.xmpp("tea@rooms.x.org");
    private static final String ABOUT = "http://jabber.org/protocol/muc#request";

    private static Xml passedOn(String type, String about, String jid, String nickname) {
        DataForm form = new DataForm(
                type,
                List.of(
                        new DataForm.Field("FORM_TYPE", "hidden", List.of(about)),
                        new DataForm.Field("muc#jid", "jid-single", List.of(jid)),
                        new DataForm.Field("muc#roomnick", "text-single", List.of(nickname))));
        return Xml.element("message", Xml.CLIENT).add(form.write()).build();
    }

    @Test
    void aWishIsReadWhenItSaysWhose() {
        VoiceRequest wish = new VoiceRequest("Bob", Address.xmpp("bob@x.org/desk"));
        assertEquals(wish, VoiceForm.read(passedOn("form", ABOUT, "bob@x.org/desk", "Bob")));
        assertNull(VoiceForm.read(passedOn("form", ABOUT, "@@", "Bob")));
        assertNull(VoiceForm.read(passedOn("form", ABOUT, "", "Bob")));
        assertNull(VoiceForm.read(passedOn("form", ABOUT, "bob@x.org", "")));
        assertNull(VoiceForm.read(passedOn("form", ABOUT, "bob@x.org", "B".repeat(2_000))));
        assertNull(VoiceForm.read(passedOn("submit", ABOUT, "bob@x.org", "Bob")));
        assertNull(VoiceForm.read(passedOn("form", "urn:other", "bob@x.org", "Bob")));
        assertNull(VoiceForm.read(Xml.empty("message", Xml.CLIENT)));
    }

    @Test
    void anAnswerSaysWhomAndWhether() {
        Xml granted = VoiceForm.answer(ROOM, "1", new VoiceRequest("Bob", Address.xmpp("bob@x.org/desk")), true);
        DataForm form = DataForm.in(granted);
        assertEquals("true", form.value("muc#request_allow"));
        assertEquals("bob@x.org/desk", form.value("muc#jid"));
        assertEquals("Bob", form.value("muc#roomnick"));
        assertEquals("participant", DataForm.in(VoiceForm.request(ROOM, "2")).value("muc#role"));
    }
}

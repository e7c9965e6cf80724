package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.VoiceRequest;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/** Wishes for voice, and answers to them (XEP-0045 7.13, 8.6). Pure. */
final class VoiceForm {

    private static final String ABOUT = "http://jabber.org/protocol/muc#request";
    private static final String ROLE = "muc#role";
    private static final String PERSON = "muc#jid";
    private static final String NICKNAME = "muc#roomnick";
    private static final String ALLOW = "muc#request_allow";
    private static final int MOST_OF_A_NICKNAME = 1023;

    private VoiceForm() {}

    /** The wish. */
    static Xml request(Address.Xmpp room, String id) {
        return message(room, id, DataForm.submit(ABOUT).with(ROLE, "participant"));
    }

    /** The answer of one who moderates the room. */
    static Xml answer(Address.Xmpp room, String id, VoiceRequest request, boolean granted) {
        String person = request.address() instanceof Address.Xmpp xmpp
                ? xmpp.jid()
                : request.address().text();
        return message(
                room,
                id,
                DataForm.submit(ABOUT)
                        .with(ROLE, "participant")
                        .with(PERSON, person)
                        .with(NICKNAME, request.nickname())
                        .with(ALLOW, Boolean.toString(granted)));
    }

    private static Xml message(Address.Xmpp room, String id, DataForm form) {
        return Xml.element("message", Xml.CLIENT)
                .attribute("to", room.bare().jid())
                .attribute("id", id)
                .add(form.write())
                .build();
    }

    /** The wish that a room passes on; null for anything else, and for one that does not say whose it is. */
    static @Nullable VoiceRequest read(Xml message) {
        DataForm form = DataForm.in(message);
        if (form == null || !form.type().equals("form") || !form.about().equals(ABOUT)) {
            return null;
        }
        Address.Xmpp person = Jids.read(form.value(PERSON));
        String nickname = form.value(NICKNAME);
        boolean isGood = person != null && !nickname.isEmpty() && nickname.length() <= MOST_OF_A_NICKNAME;
        return isGood ? new VoiceRequest(nickname, person) : null;
    }
}

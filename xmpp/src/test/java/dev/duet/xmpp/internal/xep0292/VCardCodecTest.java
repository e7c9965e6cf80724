package dev.duet.xmpp.internal.xep0292;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.VCard;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Both forms of vCards. */
class VCardCodecTest {

    private static final VCard CARD = new VCard(
            "Alice Adams",
            "Al",
            "Wonderland",
            "Queen",
            "Likes & <tea>",
            List.of("alice@example.org", "al@example.com"),
            List.of("https://example.org/~alice"),
            Set.of(
                    Address.tel("+4930123456"),
                    Address.sip("alice@pbx.example.org"),
                    Address.xmpp("alice@chat.example.org")));

    @Test
    void whatIsWrittenIsReadAgain() {
        assertEquals(CARD, VCard4.read(VCard4.write(CARD, null)));
        assertEquals(CARD, VCardTemp.read(VCardTemp.write(CARD, null)));
        assertEquals(VCard.EMPTY, VCard4.read(VCard4.write(VCard.EMPTY, null)));
        assertEquals(VCard.EMPTY, VCardTemp.read(VCardTemp.write(VCard.EMPTY, null)));
    }

    @Test
    void whatWeHaveNoWordsForStays() {
        Xml work = Xml.element("tel", VCard4.NAMESPACE)
                .add(Xml.element("parameters", VCard4.NAMESPACE)
                        .add(Xml.element("type", VCard4.NAMESPACE)
                                .add("text", "work")
                                .build())
                        .build())
                .add("uri", "tel:+4930123456")
                .build();
        Xml gone = Xml.element("tel", VCard4.NAMESPACE).add("uri", "tel:+49301").build();
        Xml birthday =
                Xml.element("bday", VCard4.NAMESPACE).add("date", "1990-01-01").build();
        Xml old = Xml.element("vcard", VCard4.NAMESPACE)
                .add(work)
                .add(gone)
                .add(birthday)
                .build();
        Xml written = VCard4.write(CARD, old);
        assertTrue(written.children().containsAll(List.of(work, birthday)), written::toString);
        assertEquals(CARD, VCard4.read(written), "one number, and that once");

        Xml photo =
                Xml.element("PHOTO", VCardTemp.NAMESPACE).add("BINVAL", "AAAA").build();
        Xml temp = VCardTemp.write(
                CARD, Xml.element("vCard", VCardTemp.NAMESPACE).add(photo).build());
        assertTrue(temp.children().contains(photo));
    }

    @Test
    void whatIsNoAddressIsLeftOutAndNothingIsWithoutBounds() {
        Xml.Builder vCard = Xml.element("vcard", VCard4.NAMESPACE);
        vCard.add(tel("text", "ask my secretary"));
        vCard.add(tel("uri", "skype:alice"));
        vCard.add(tel("text", " +49 30 (123) 456 "));
        for (int i = 0; i < 1_000; i++) {
            vCard.add(Xml.element("email", VCard4.NAMESPACE)
                    .add("text", i + "@example.org")
                    .build());
            vCard.add(tel("uri", "tel:+4940" + i));
        }
        vCard.add(Xml.element("note", VCard4.NAMESPACE)
                .add("text", "x".repeat(100_000))
                .build());
        VCard read = VCard4.read(vCard.build());
        assertTrue(read.addresses().contains(Address.tel("+4930123456")), read::toString);
        assertTrue(read.addresses().size() <= 50 && read.emails().size() == 50);
        assertEquals(4_096, read.note().length());
    }

    private static Xml tel(String type, String value) {
        return Xml.element("tel", VCard4.NAMESPACE).add(type, value).build();
    }
}

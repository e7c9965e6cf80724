package dev.duet.xmpp.internal.xep0292;

import dev.duet.model.Address;
import dev.duet.model.VCard;
import dev.duet.xmpp.internal.xep0292.VCardFields.Field;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** vCard 4 in XML (RFC 6351). Pure. */
final class VCard4 {

    static final String NAMESPACE = "urn:ietf:params:xml:ns:vcard-4.0";

    private static final List<String> OURS =
            List.of("fn", "nickname", "org", "title", "note", "email", "url", "tel", "impp");

    private VCard4() {}

    static VCard read(Xml vCard) {
        return new VCard(
                first(vCard, "fn"),
                first(vCard, "nickname"),
                first(vCard, "org"),
                first(vCard, "title"),
                first(vCard, "note"),
                VCardFields.texts(vCard.children("email", NAMESPACE), VCard4::value),
                VCardFields.texts(vCard.children("url", NAMESPACE), VCard4::value),
                VCardFields.addresses(Stream.of("tel", "impp")
                        .flatMap(name -> VCardFields.texts(vCard.children(name, NAMESPACE), VCard4::value).stream())
                        .toList()));
    }

    /** The first of a property; vCards may have several, in several languages. */
    private static String first(Xml vCard, String name) {
        Xml property = vCard.child(name, NAMESPACE);
        return property == null ? "" : VCardFields.text(value(property));
    }

    private static String value(Xml property) {
        String uri = property.textOf("uri");
        return uri.isBlank() ? property.textOf("text") : uri;
    }

    /** The element, with what we have no words for taken from the old one. */
    static Xml write(VCard vCard, @Nullable Xml old) {
        List<Field> fields = new ArrayList<>();
        texts(fields, "fn", vCard.fullName());
        texts(fields, "nickname", vCard.nickname());
        texts(fields, "org", vCard.organisation());
        texts(fields, "title", vCard.title());
        texts(fields, "note", vCard.note());
        vCard.emails().forEach(email -> texts(fields, "email", email));
        vCard.urls().forEach(url -> fields.add(field("url", "uri", url)));
        vCard.addresses()
                .forEach(address ->
                        fields.add(field(address instanceof Address.Tel ? "tel" : "impp", "uri", address.uri())));
        return VCardFields.merge(Xml.element("vcard", NAMESPACE), old, OURS, fields);
    }

    private static void texts(List<Field> fields, String name, String text) {
        if (!text.isEmpty()) {
            fields.add(field(name, "text", text));
        }
    }

    private static Field field(String name, String type, String value) {
        return new Field(Xml.element(name, NAMESPACE).add(type, value).build(), VCard4::value);
    }
}

package dev.duet.xmpp.internal.xep0292;

import dev.duet.model.Address;
import dev.duet.model.VCard;
import dev.duet.xmpp.internal.xep0292.VCardFields.Field;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The vCard of former times (XEP-0054). It has no word for a SIP address: that of RFC 4770 is used. Pure. */
public final class VCardTemp {

    /** The namespace. */
    public static final String NAMESPACE = "vcard-temp";

    private static final List<String> OURS =
            List.of("FN", "NICKNAME", "ORG", "TITLE", "DESC", "EMAIL", "URL", "TEL", "JABBERID", "IMPP");

    private VCardTemp() {}

    static VCard read(Xml vCard) {
        return new VCard(
                first(vCard, "FN", Xml::text),
                first(vCard, "NICKNAME", Xml::text),
                first(vCard, "ORG", of("ORGNAME")),
                first(vCard, "TITLE", Xml::text),
                first(vCard, "DESC", Xml::text),
                VCardFields.texts(vCard.children("EMAIL", NAMESPACE), of("USERID")),
                VCardFields.texts(vCard.children("URL", NAMESPACE), Xml::text),
                VCardFields.addresses(Stream.of(
                                VCardFields.texts(vCard.children("TEL", NAMESPACE), of("NUMBER")).stream(),
                                VCardFields.texts(vCard.children("IMPP", NAMESPACE), Xml::text).stream(),
                                VCardFields.texts(vCard.children("JABBERID", NAMESPACE), VCardTemp::jabberId).stream())
                        .flatMap(Function.identity())
                        .toList()));
    }

    private static String first(Xml vCard, String name, Function<Xml, String> value) {
        Xml property = vCard.child(name, NAMESPACE);
        return property == null ? "" : VCardFields.text(value.apply(property));
    }

    private static Function<Xml, String> of(String child) {
        return property -> property.textOf(child);
    }

    private static String jabberId(Xml property) {
        return property.text().isBlank() ? "" : "xmpp:" + property.text().strip();
    }

    /** The element, with what we have no words for taken from the old one. */
    static Xml write(VCard vCard, @Nullable Xml old) {
        List<Field> fields = new ArrayList<>();
        text(fields, "FN", vCard.fullName());
        text(fields, "NICKNAME", vCard.nickname());
        if (!vCard.organisation().isEmpty()) {
            fields.add(field("ORG", "ORGNAME", vCard.organisation()));
        }
        text(fields, "TITLE", vCard.title());
        text(fields, "DESC", vCard.note());
        vCard.emails().forEach(email -> fields.add(field("EMAIL", "USERID", email)));
        vCard.urls().forEach(url -> text(fields, "URL", url));
        for (Address address : vCard.addresses()) {
            if (address instanceof Address.Tel) {
                fields.add(field("TEL", "NUMBER", address.text()));
            } else if (address instanceof Address.Xmpp jid) {
                text(fields, "JABBERID", jid.jid());
            } else {
                text(fields, "IMPP", address.uri());
            }
        }
        return VCardFields.merge(Xml.element("vCard", NAMESPACE), old, OURS, fields);
    }

    private static void text(List<Field> fields, String name, String text) {
        if (!text.isEmpty()) {
            fields.add(new Field(Xml.element(name, NAMESPACE).text(text).build(), Xml::text));
        }
    }

    private static Field field(String name, String child, String value) {
        return new Field(Xml.element(name, NAMESPACE).add(child, value).build(), of(child));
    }
}

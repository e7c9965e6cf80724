package dev.duet.xmpp.internal.xep0157;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.ServiceContact;
import dev.duet.model.ServiceContact.Purpose;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xml.Xml;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What services tell of those who run them, and what they had better not tell. */
class ServerInfoTest {

    private static Xml form(String about, String name, String... values) {
        Xml.Builder field = Xml.element("field", DataForm.NAMESPACE).attribute("var", name);
        for (String value : values) {
            field.add("value", value);
        }
        return Xml.element("x", DataForm.NAMESPACE)
                .attribute("type", "result")
                .add(Xml.element("field", DataForm.NAMESPACE)
                        .attribute("var", DataForm.FORM_TYPE)
                        .add("value", about)
                        .build())
                .add(field.build())
                .build();
    }

    private static List<ServiceContact> told(Xml... forms) {
        return ServerInfo.contacts(new DiscoInfo(List.of(), Set.of(), List.of(forms)))
                .toList();
    }

    private static ServiceContact contact(Purpose purpose, String address) {
        return new ServiceContact(purpose, URI.create(address));
    }

    @Test
    void eachPurposeHasItsAddressesInOrder() {
        assertEquals(
                List.of(
                        contact(Purpose.ABUSE, "mailto:abuse@shakespeare.lit"),
                        contact(Purpose.ABUSE, "xmpp:abuse@shakespeare.lit"),
                        contact(Purpose.STATUS, "https://status.shakespeare.lit/")),
                told(
                        form(
                                ServerInfo.FORM,
                                "abuse-addresses",
                                "mailto:abuse@shakespeare.lit",
                                " xmpp:abuse@shakespeare.lit\n"),
                        form(ServerInfo.FORM, "status-addresses", "https://status.shakespeare.lit/")));
        for (Purpose purpose : Purpose.values()) {
            String name = purpose.toString().toLowerCase(Locale.ROOT) + "-addresses";
            assertEquals(List.of(contact(purpose, "x:y")), told(form(ServerInfo.FORM, name, "x:y")));
        }
    }

    @Test
    void whatIsNoAddressIsLeftOut() {
        assertEquals(
                List.of(contact(Purpose.ADMIN, "mailto:a@b")),
                told(form(
                        ServerInfo.FORM,
                        "admin-addresses",
                        "",
                        "a@b",
                        "//c/d",
                        "mailto:a b",
                        "mailto:a@b",
                        "mailto:")));
    }

    @Test
    void whatIsAboutSomethingElseOrForNoPurposeIsNotTaken() {
        assertEquals(List.of(), told());
        assertEquals(List.of(), told(form("urn:xmpp:dataforms:softwareinfo", "abuse-addresses", "mailto:a@b")));
        assertEquals(List.of(), told(form(ServerInfo.FORM, "prize-addresses", "mailto:a@b")));
        assertEquals(List.of(), told(form(ServerInfo.FORM, "sales-addresses")));
    }
}

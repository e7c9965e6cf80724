package dev.duet.xmpp.internal.xep0055;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.Address;
import dev.duet.model.Form;
import dev.duet.model.FoundPerson;
import dev.duet.model.PushTarget;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0357.PushCodec;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Directories of users as they are on the wire, with forms and without; and push services, which have forms, too. */
class SearchCodecTest {

    private static Xml.Builder query() {
        return Xml.element("query", SearchCodec.NAMESPACE);
    }

    private static Xml item(@Nullable String jid, String last) {
        return Xml.element("item", SearchCodec.NAMESPACE)
                .attribute("jid", jid)
                .add("last", last)
                .build();
    }

    private static Xml row(String jid, String user) {
        Xml.Builder row = Xml.element("item", DataForm.NAMESPACE);
        for (String[] field : new String[][] {{"jid", jid}, {"user", user}, {"user", "twice"}}) {
            row.add(Xml.element("field", DataForm.NAMESPACE)
                    .attribute("var", field[0])
                    .add("value", field[1])
                    .build());
        }
        return row.build();
    }

    @Test
    void oneAsksAsTheDirectoryDoes() {
        Form old = SearchCodec.form(query().add("instructions", "Fill in")
                .add("last", "")
                .add("x-secret", "")
                .build());
        assertEquals("Fill in", old.instructions());
        assertEquals(1, old.fields().size());
        Xml search = SearchCodec.search(old.with("last", "Capulet"));
        assertEquals("Capulet", search.textOf("last"));
        DataForm form = DataForm.submit(SearchCodec.NAMESPACE).with("user", "");
        Form asked = SearchCodec.form(query().add(form.write()).build());
        assertEquals(
                "bob",
                DataForm.in(SearchCodec.search(asked.with("user", "bob"))).value("user"));
        assertNull(SearchCodec.form(query().build()));
        assertNull(SearchCodec.form(null));
    }

    @Test
    void whoHasNoAddressIsNotFound() {
        Xml old = query().add(item("juliet@x.org/balcony", "Capulet"))
                .add(item("@@", "Nobody"))
                .add(item(null, "Nobody"))
                .build();
        assertEquals(
                List.of(new FoundPerson(Address.xmpp("juliet@x.org"), Map.of("last", "Capulet"))),
                SearchCodec.found(old));
        Xml table = Xml.element("x", DataForm.NAMESPACE)
                .attribute("type", "result")
                .add(row("bob@x.org", "bob"))
                .add(row("", "nobody"))
                .build();
        assertEquals(
                List.of(new FoundPerson(Address.xmpp("bob@x.org"), Map.of("jid", "bob@x.org", "user", "bob"))),
                SearchCodec.found(query().add(table).build()));
        Xml.Builder many = query();
        for (int i = 0; i < 1_100; i++) {
            many.add(item("user" + i + "@x.org", ""));
        }
        assertEquals(1_000, SearchCodec.found(many.build()).size());
    }

    @Test
    void aPushServiceGetsItsOptions() {
        Address.Xmpp service = Address.xmpp("push.x.org");
        Xml enable = PushCodec.enable(service, new PushTarget(service, "n", Map.of("secret", "s")));
        assertEquals("push.x.org", enable.attribute("jid"));
        assertEquals("n", enable.attribute("node"));
        assertEquals(
                "http://jabber.org/protocol/pubsub#publish-options",
                DataForm.in(enable).about());
        assertEquals("s", DataForm.in(enable).value("secret"));
        assertNull(DataForm.in(PushCodec.enable(service, PushTarget.of(service, "n"))));
        assertNull(PushCodec.disable(service, "").attribute("node"));
    }
}

package dev.duet.xmpp.internal.xep0050;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.CommandListing;
import dev.duet.model.CommandStep;
import dev.duet.model.CommandStep.Action;
import dev.duet.model.CommandStep.Note;
import dev.duet.model.CommandStep.Status;
import dev.duet.model.Form;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Commands as they are on the wire. */
class CommandCodecTest {

    private static final CommandListing CONFIG = new CommandListing(Address.xmpp("x.org"), "config", "Configure");
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private static Xml told(String status, Xml... children) {
        Xml.Builder command = Xml.element("command", CommandCodec.NAMESPACE)
                .attribute("node", "config")
                .attribute("sessionid", "s1")
                .attribute("status", status);
        for (Xml child : children) {
            command.add(child);
        }
        return command.build();
    }

    private static Xml actions(@Nullable String usual, String... names) {
        Xml.Builder actions = Xml.element("actions", CommandCodec.NAMESPACE).attribute("execute", usual);
        for (String name : names) {
            actions.add(Xml.empty(name, CommandCodec.NAMESPACE));
        }
        return actions.build();
    }

    private static CommandStep read(Xml told) {
        CommandStep step = CommandCodec.read(CONFIG, told);
        if (step == null) {
            throw new AssertionError("Not read: " + told);
        }
        return step;
    }

    @Test
    void whatMayBeDoneIsRead() {
        assertEquals(
                Set.of(Action.COMPLETE, Action.CANCEL), read(told("executing")).actions());
        assertEquals(Action.COMPLETE, read(told("executing")).usual());
        CommandStep middle = read(told("executing", actions(null, "prev", "next")));
        assertEquals(Set.of(Action.PREVIOUS, Action.NEXT, Action.CANCEL), middle.actions());
        assertEquals(Action.NEXT, middle.usual());
        CommandStep strange = read(told("executing", actions("complete", "prev")));
        assertEquals(Action.CANCEL, strange.usual(), "what is usual has to be possible");
        assertTrue(read(told("completed", actions("next", "next"))).actions().isEmpty());
        assertEquals(Status.CANCELED, read(told("canceled")).status());
    }

    @Test
    void whatIsNoStepIsNone() {
        assertNull(CommandCodec.read(CONFIG, null));
        assertNull(CommandCodec.read(CONFIG, told("dancing")));
        assertNull(CommandCodec.read(
                CONFIG,
                Xml.element("command", CommandCodec.NAMESPACE)
                        .attribute("node", "other")
                        .attribute("status", "completed")
                        .build()));
    }

    @Test
    void formsAndNotesAreReadAndGivenBack() {
        Xml field = Xml.element("field", DataForm.NAMESPACE)
                .attribute("var", "service")
                .attribute("type", "list-single")
                .attribute("label", "Service")
                .add(Xml.empty("required", DataForm.NAMESPACE))
                .add(Xml.element("option", DataForm.NAMESPACE)
                        .attribute("label", "Web")
                        .add("value", "httpd")
                        .build())
                .build();
        Xml strange = Xml.element("field", DataForm.NAMESPACE)
                .attribute("type", "no-such-type")
                .build();
        Xml form = Xml.element("x", DataForm.NAMESPACE)
                .attribute("type", "form")
                .add("title", "Configure")
                .add("instructions", "Choose")
                .add("instructions", "one")
                .add(field)
                .add(strange)
                .build();
        Xml note = Xml.element("note", CommandCodec.NAMESPACE)
                .attribute("type", "warn")
                .text("Careful")
                .build();
        CommandStep step = read(told("executing", form, note, actions("next", "next")));
        assertEquals(List.of(new Note(Note.Kind.WARNING, "Careful")), step.notes());
        Form asked = step.form();
        assertEquals("Choose\none", asked.instructions());
        Form.Field service = asked.field("service").orElseThrow();
        assertEquals(Form.Kind.ONE, service.kind());
        assertTrue(service.required());
        assertEquals(List.of(new Form.Option("Web", "httpd")), service.options());
        assertEquals(Form.Kind.LINE, asked.fields().get(1).kind());
        Xml next = CommandCodec.go(step, Action.NEXT, asked.with("service", "httpd"));
        assertEquals("s1", next.attribute("sessionid"));
        assertEquals("next", next.attribute("action"));
        assertEquals("httpd", DataForm.in(next).value("service"));
        assertEquals(1, DataForm.in(next).fields().size(), "what has no name is not given back");
        Xml back = CommandCodec.go(step, Action.PREVIOUS, asked);
        assertEquals("prev", back.attribute("action"));
        assertFalse(back.has("x", DataForm.NAMESPACE));
    }

    @Test
    void whatIsListedHasAnAddressAndANode() {
        Xml.Builder query = Xml.element("query", ITEMS);
        for (String[] item : new String[][] {{"x.org", "config", "Configure"}, {"@@", "a", "b"}, {"x.org", "", "c"}}) {
            query.add(Xml.element("item", ITEMS)
                    .attribute("jid", item[0])
                    .attribute("node", item[1])
                    .attribute("name", item[2])
                    .build());
        }
        assertEquals(List.of(CONFIG), CommandCodec.listed(query.build()));
    }
}

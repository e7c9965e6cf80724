package dev.duet.xmpp.internal.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class XmlTest {

    @Test
    void namesTheNamespaceOnlyWhereItChanges() {
        Xml message = Xml.element("message", Xml.CLIENT)
                .attribute("to", "a@b")
                .attribute("id", null)
                .add("body", "x")
                .add(Xml.empty("active", "urn:states"))
                .build();
        assertEquals(
                "<message to='a@b'><body>x</body><active xmlns='urn:states'/></message>", message.write(Xml.CLIENT));
        assertEquals(
                "<message xmlns='jabber:client' to='a@b'><body>x</body><active xmlns='urn:states'/></message>",
                message.toString());
    }

    @Test
    void escapesWhatXmlReserves() {
        Xml body = Xml.element("body", "")
                .attribute("a", "'<>&\"")
                .text("'<>&\"\r\n\t")
                .build();
        assertEquals("<body a='&apos;&lt;&gt;&amp;&quot;'>&apos;&lt;&gt;&amp;&quot;&#13;\n\t</body>", body.toString());
    }

    @Test
    void replacesWhatXmlCannotCarry() {
        Xml body = Xml.element("body", "")
                .text("\u0000\u0007\uFFFE\uD800x\uDC00 \uD83D\uDE00")
                .build();
        assertEquals("<body>\uFFFD\uFFFD\uFFFD\uFFFDx\uFFFD \uD83D\uDE00</body>", body.toString());
    }

    @Test
    void findsChildrenByNameAndNamespace() {
        Xml parent = Xml.element("a", "n")
                .add(Xml.empty("x", "other"))
                .add("x", "first")
                .add("x", "second")
                .build();
        assertEquals("first", parent.textOf("x"));
        assertEquals("", parent.textOf("y"));
        assertEquals(2, parent.children("x", "n").size());
        assertEquals("x", parent.childIn("other").name());
        assertNull(parent.child("y", "n"));
    }
}

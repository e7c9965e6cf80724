package dev.duet.xmpp.internal.xep0077;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.xmpp.internal.xml.Xml;
import org.junit.jupiter.api.Test;

class RegisterTest {

    private static Xml.Builder query() {
        return Xml.element("query", Register.NAMESPACE)
                .add("instructions", "Choose")
                .add(Xml.empty("username", Register.NAMESPACE))
                .add(Xml.empty("password", Register.NAMESPACE));
    }

    private static Xml form(String field, boolean required) {
        Xml.Builder var = Xml.element("field", "jabber:x:data").attribute("var", field);
        if (required) {
            var.add(Xml.empty("required", "jabber:x:data"));
        }
        return Xml.element("x", "jabber:x:data").add(var.build()).build();
    }

    @Test
    void aNameAndAPasswordAreEnoughWhereNothingElseIsRequired() {
        assertNull(Register.missing(query().build()));
        assertNull(Register.missing(query().add(form("username", true)).build()));
        assertNull(Register.missing(query().add(form("email", false)).build()));
    }

    @Test
    void whatElseIsWantedIsNamed() {
        Failure email = Register.missing(
                query().add(Xml.empty("email", Register.NAMESPACE)).build());
        assertEquals(Failure.Kind.UNSUPPORTED, email.kind());
        assertTrue(email.message().endsWith(": email"), email::message);
        Failure captcha = Register.missing(query().add(form("ocr", true)).build());
        assertTrue(captcha.message().endsWith(": ocr"), captcha::message);
    }
}

package dev.duet.xmpp.internal.xep0004;

import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form, or one that is filled in. Pure.
 *
 * @param type {@code form}, {@code submit}, {@code cancel} or {@code result}
 * @param fields in their order
 */
public record DataForm(String type, List<Field> fields) {

    /** The namespace. */
    public static final String NAMESPACE = "jabber:x:data";

    /** The name of the field that says what a form is about (XEP-0068). */
    public static final String FORM_TYPE = "FORM_TYPE";

    /** Copies what it is given. */
    public DataForm {
        fields = List.copyOf(fields);
    }

    /**
     * A field.
     *
     * @param name may be empty for what is only to be read
     * @param type such as {@code boolean}; empty when it does not say
     * @param values what it is set to
     */
    public record Field(String name, String type, List<String> values) {

        /** Copies what it is given. */
        public Field {
            values = List.copyOf(values);
        }

        /** The same, set to that. */
        public Field set(String value) {
            return new Field(name, type, List.of(value));
        }
    }

    /** One that is filled in, and about that. */
    public static DataForm submit(String formType) {
        return new DataForm("submit", List.of(new Field(FORM_TYPE, "hidden", List.of(formType))));
    }

    /** The same with one more field. */
    public DataForm with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, "", List.of(value)));
        return new DataForm(type, more);
    }

    /** The form in an element, or null. */
    public static @Nullable DataForm in(@Nullable Xml parent) {
        Xml form = parent == null ? null : parent.child("x", NAMESPACE);
        return form == null ? null : read(form);
    }

    /** Reads a form. */
    public static DataForm read(Xml form) {
        List<Field> fields = form.children("field", NAMESPACE).stream()
                .map(field -> new Field(
                        field.attribute("var", ""),
                        field.attribute("type", ""),
                        field.children("value", NAMESPACE).stream()
                                .map(Xml::text)
                                .toList()))
                .toList();
        return new DataForm(form.attribute("type", "form"), fields);
    }

    /** The element. */
    public Xml write() {
        Xml.Builder form = Xml.element("x", NAMESPACE).attribute("type", type);
        for (Field field : fields) {
            Xml.Builder written = Xml.element("field", NAMESPACE)
                    .attribute("var", field.name)
                    .attribute("type", field.type.isEmpty() ? null : field.type);
            field.values.forEach(value -> written.add("value", value));
            form.add(written.build());
        }
        return form.build();
    }

    /** The field of that name, or null. */
    public @Nullable Field field(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The first value of a field; empty when there is none. */
    public String value(String name) {
        Field field = field(name);
        return field == null || field.values.isEmpty() ? "" : field.values.get(0);
    }

    /** What the form is about; empty when it does not say. */
    public String about() {
        return value(FORM_TYPE);
    }

    /** True for a value that means yes. */
    public static boolean isTrue(String value) {
        return value.equals("1") || value.equals("true");
    }
}

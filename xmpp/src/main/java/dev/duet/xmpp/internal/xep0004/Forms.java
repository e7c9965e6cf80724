package dev.duet.xmpp.internal.xep0004;

import dev.duet.model.Form;
import dev.duet.model.Form.Field;
import dev.duet.model.Form.Kind;
import dev.duet.model.Form.Option;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Forms between the application's words and those on the wire (XEP-0004). Pure. */
public final class Forms {

    private static final int MOST = 1_000;
    private static final Map<String, Kind> KINDS = Map.of(
            "boolean", Kind.FLAG,
            "fixed", Kind.FIXED,
            "hidden", Kind.HIDDEN,
            "jid-single", Kind.ADDRESS,
            "jid-multi", Kind.ADDRESSES,
            "list-single", Kind.ONE,
            "list-multi", Kind.SOME,
            "text-multi", Kind.LINES,
            "text-private", Kind.SECRET);

    private Forms() {}

    /** The form in an element; null for none. What has no name is there to be read; no more than 1,000 fields are. */
    public static @Nullable Form in(@Nullable Xml parent) {
        Xml form = parent == null ? null : parent.child("x", DataForm.NAMESPACE);
        if (form == null) {
            return null;
        }
        String instructions = form.children("instructions", DataForm.NAMESPACE).stream()
                .map(Xml::text)
                .collect(Collectors.joining("\n"));
        List<Field> fields = form.children("field", DataForm.NAMESPACE).stream()
                .limit(MOST)
                .map(Forms::field)
                .toList();
        return new Form(form.textOf("title"), instructions, fields);
    }

    private static Field field(Xml field) {
        Kind kind = KINDS.getOrDefault(field.attribute("type", ""), Kind.LINE);
        List<Option> options = field.children("option", DataForm.NAMESPACE).stream()
                .map(option -> new Option(option.attribute("label", ""), option.textOf("value")))
                .toList();
        List<String> values = field.children("value", DataForm.NAMESPACE).stream()
                .map(Xml::text)
                .map(value -> kind == Kind.FLAG ? Boolean.toString(DataForm.isTrue(value)) : value)
                .toList();
        boolean required = field.has("required", DataForm.NAMESPACE);
        return new Field(field.attribute("var", ""), kind, field.attribute("label", ""), required, options, values);
    }

    /** The form, filled in. */
    public static Xml submit(Form form) {
        List<DataForm.Field> filled = form.fields().stream()
                .filter(field -> field.kind() != Kind.FIXED && !field.name().isEmpty())
                .map(field ->
                        new DataForm.Field(field.name(), field.kind() == Kind.HIDDEN ? "hidden" : "", field.values()))
                .toList();
        return new DataForm("submit", filled).write();
    }

    /** The rows of a table, each by the names of its columns (XEP-0004 3.4); no more than 1,000. */
    public static List<Map<String, String>> rows(Xml form) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Xml item : form.children("item", DataForm.NAMESPACE)) {
            if (rows.size() < MOST) {
                Map<String, String> row = new HashMap<>();
                item.children("field", DataForm.NAMESPACE)
                        .forEach(field -> row.putIfAbsent(field.attribute("var", ""), field.textOf("value")));
                rows.add(row);
            }
        }
        return rows;
    }
}

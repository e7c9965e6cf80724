package dev.duet.xmpp.internal.xep0055;

import dev.duet.model.Address;
import dev.duet.model.Form;
import dev.duet.model.Form.Field;
import dev.duet.model.Form.Kind;
import dev.duet.model.FoundPerson;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0004.Forms;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Directories of users, by forms and as they were before these (XEP-0055). Pure. */
public final class SearchCodec {

    /** The namespace. */
    public static final String NAMESPACE = "jabber:iq:search";

    private static final Set<String> OLD_FIELDS = Set.of("first", "last", "nick", "email");
    private static final int MOST = 1_000;

    private SearchCodec() {}

    /** The question for what can be looked for. */
    public static Xml question() {
        return Xml.empty("query", NAMESPACE);
    }

    /** By what a directory looks for people; null for nothing. */
    public static @Nullable Form form(@Nullable Xml query) {
        if (query == null) {
            return null;
        }
        Form form = Forms.in(query);
        if (form != null) {
            return form;
        }
        List<Field> fields = query.children().stream()
                .filter(child -> child.namespace().equals(NAMESPACE) && OLD_FIELDS.contains(child.name()))
                .map(child -> new Field(child.name(), Kind.LINE, "", false, List.of(), List.of()))
                .toList();
        return fields.isEmpty() ? null : new Form("", query.textOf("instructions"), fields);
    }

    /** Looks for people: in the way in which the directory asked. */
    public static Xml search(Form form) {
        Xml.Builder query = Xml.element("query", NAMESPACE);
        boolean isForm = form.field(DataForm.FORM_TYPE).isPresent()
                || !form.fields().stream().allMatch(field -> OLD_FIELDS.contains(field.name()));
        if (isForm) {
            return query.add(Forms.submit(form)).build();
        }
        form.fields().stream()
                .filter(field -> !field.values().isEmpty())
                .forEach(field -> query.add(field.name(), field.values().get(0)));
        return query.build();
    }

    /** Whom a directory found; who has no address is left out. */
    public static List<FoundPerson> found(Xml query) {
        List<FoundPerson> people = new ArrayList<>();
        Xml form = query.child("x", DataForm.NAMESPACE);
        if (form != null) {
            Forms.rows(form).forEach(row -> add(people, row.get("jid"), row));
        }
        for (Xml item : query.children("item", NAMESPACE)) {
            Map<String, String> details = new HashMap<>();
            item.children().forEach(child -> details.putIfAbsent(child.name(), child.text()));
            add(people, item.attribute("jid"), details);
        }
        return people;
    }

    private static void add(List<FoundPerson> people, @Nullable String jid, Map<String, String> details) {
        Address.Xmpp address = jid == null ? null : Jids.read(jid.strip());
        if (address != null && people.size() < MOST) {
            people.add(new FoundPerson(address.bare(), details));
        }
    }
}

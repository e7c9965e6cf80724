package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a room is configured, section 10.2, with the fields of section 15.5.3. */
final class RoomOptions {

    static final String FORMS = "jabber:x:data";

    private static final String CONFIG = Room.MUC + "#roomconfig";
    private static final String INFO = Room.MUC + "#roominfo";
    private static final List<Field> FIELDS = List.of(
            new Field("roomname", "text-single", "", "[^\\p{Cntrl}]{0,200}"),
            new Field("roomdesc", "text-single", "", "[^\\p{Cntrl}]{0,1000}"),
            new Field("lang", "text-single", "", "[A-Za-z0-9-]{0,35}"),
            flag("persistentroom", false),
            flag("publicroom", true),
            flag("membersonly", false),
            flag("moderatedroom", false),
            flag("passwordprotectedroom", false),
            new Field("roomsecret", "text-private", "", "[^\\p{Cntrl}]{0,1000}"),
            new Field("maxusers", "list-single", "none", "none|[1-9][0-9]{0,4}"),
            new Field("whois", "list-single", "anyone", "anyone|moderators"),
            flag("allowinvites", true),
            flag("changesubject", false),
            flag("enablelogging", true));

    private final Map<String, String> values = new LinkedHashMap<>();

    private record Field(String name, String type, String first, String pattern) {}

    private static Field flag(String name, boolean first) {
        return new Field(name, "boolean", first ? "1" : "0", "0|1|true|false");
    }

    RoomOptions() {
        FIELDS.forEach(field -> values.put(field.name, field.first));
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    boolean is(String name) {
        return text(name).equals("1") || text(name).equals("true");
    }

    boolean showsAddresses() {
        return text("whois").equals("anyone");
    }

    boolean isFull(int occupants) {
        return text("maxusers").matches("[0-9]+") && occupants >= Integer.parseInt(text("maxusers"));
    }

    /** Whether that is what one has to say at the door. */
    boolean admits(@Nullable String password) {
        return !is("passwordprotectedroom") || text("roomsecret").equals(password);
    }

    /** The form for owners. */
    Element form() {
        Element form = Element.of(FORMS, "x").with("type", "form").with(formType(CONFIG));
        for (Field field : FIELDS) {
            Element written = Element.of(FORMS, "field")
                    .with("var", "muc#roomconfig_" + field.name)
                    .with("type", field.type)
                    .with(Element.of(FORMS, "value").withText(text(field.name)));
            form = form.with(written);
        }
        return form;
    }

    private static Element formType(String about) {
        return Element.of(FORMS, "field")
                .with("var", "FORM_TYPE")
                .with("type", "hidden")
                .with(Element.of(FORMS, "value").withText(about));
    }

    /** Takes over a form that is filled in; returns what is wrong with it, or null. */
    @Nullable
    StanzaCondition apply(Element form) {
        Map<String, String> changed = new LinkedHashMap<>();
        for (Element field : form.elements(FORMS, "field")) {
            String name = field.attribute("var", "");
            String value = field.child(FORMS, "value").map(Element::text).orElse("");
            Optional<Field> known = FIELDS.stream()
                    .filter(one -> name.equals("muc#roomconfig_" + one.name))
                    .findFirst();
            boolean isAbout = name.equals("FORM_TYPE") && value.equals(CONFIG);
            if (known.isEmpty() && !isAbout) {
                return StanzaCondition.BAD_REQUEST;
            }
            if (known.isPresent() && !value.matches(known.get().pattern)) {
                return StanzaCondition.NOT_ACCEPTABLE;
            }
            known.ifPresent(one -> changed.put(one.name, value));
        }
        values.putAll(changed);
        return null;
    }

    /** The features by which a room tells how it is, section 15.3. */
    List<String> features() {
        List<String> features = new ArrayList<>();
        features.add(is("persistentroom") ? "muc_persistent" : "muc_temporary");
        features.add(is("publicroom") ? "muc_public" : "muc_hidden");
        features.add(is("membersonly") ? "muc_membersonly" : "muc_open");
        features.add(is("moderatedroom") ? "muc_moderated" : "muc_unmoderated");
        features.add(is("passwordprotectedroom") ? "muc_passwordprotected" : "muc_unsecured");
        features.add(showsAddresses() ? "muc_nonanonymous" : "muc_semianonymous");
        return features;
    }

    /** What a room tells of itself, section 15.5.4. */
    Element info(int occupants, String subject) {
        return Element.of(FORMS, "x")
                .with("type", "result")
                .with(formType(INFO))
                .with(told("description", text("roomdesc")))
                .with(told("lang", text("lang")))
                .with(told("subject", subject))
                .with(told("occupants", Integer.toString(occupants)));
    }

    private static Element told(String name, String value) {
        return Element.of(FORMS, "field")
                .with("var", "muc#roominfo_" + name)
                .with(Element.of(FORMS, "value").withText(value));
    }
}

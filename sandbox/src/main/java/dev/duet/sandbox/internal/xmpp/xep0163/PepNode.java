package dev.duet.sandbox.internal.xmpp.xep0163;

import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of an account: how it is configured (XEP-0060 16.4.4), and its items, the newest last. */
final class PepNode {

    static final String ACCESS = "pubsub#access_model";

    private static final String FORMS = "jabber:x:data";
    private static final String MOST = "pubsub#max_items";
    private static final String PERSISTS = "pubsub#persist_items";
    private static final String LAST = "pubsub#send_last_published_item";
    private static final String RETRACTIONS = "pubsub#notify_retract";
    /** What each may be set to; what it is at first comes first. */
    private static final Map<String, List<String>> OPTIONS = Map.of(
            ACCESS, List.of("presence", "open", "whitelist"),
            PERSISTS, List.of("1", "0"),
            LAST, List.of("on_sub_and_presence", "never", "on_sub"),
            RETRACTIONS, List.of("0", "1"));

    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, Element> items = new LinkedHashMap<>();

    PepNode() {
        options.put(MOST, "1");
        OPTIONS.forEach((option, values) -> options.put(option, values.get(0)));
    }

    /** What a form wants; empty when it wants what cannot be. */
    static Optional<Map<String, String>> read(Optional<Element> form) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (Element field : form.map(filled -> filled.elements(FORMS, "field")).orElse(List.of())) {
            String name = field.attribute("var", "");
            String value = field.child(FORMS, "value").map(Element::text).orElse("");
            if (value.equals("true") || value.equals("false")) {
                value = value.equals("true") ? "1" : "0";
            }
            boolean known = name.equals(MOST)
                    ? value.matches("max|[1-9][0-9]{0,6}")
                    : OPTIONS.getOrDefault(name, List.of()).contains(value);
            if (!name.equals("FORM_TYPE") && !known) {
                return Optional.empty();
            }
            if (known) {
                wanted.put(name, value);
            }
        }
        return Optional.of(wanted);
    }

    boolean is(Map<String, String> wanted) {
        return options.entrySet().containsAll(wanted.entrySet());
    }

    void configure(Map<String, String> wanted) {
        options.putAll(wanted);
        prune();
    }

    Element form() {
        Element form = Element.of(FORMS, "x")
                .with("type", "form")
                .with(field("FORM_TYPE", PepService.NAMESPACE + "#node_config").with("type", "hidden"));
        for (Map.Entry<String, String> option : options.entrySet()) {
            form = form.with(field(option.getKey(), option.getValue()));
        }
        return form;
    }

    private static Element field(String name, String value) {
        return Element.of(FORMS, "field")
                .with("var", name)
                .with(Element.of(FORMS, "value").withText(value));
    }

    String access() {
        return options.getOrDefault(ACCESS, "");
    }

    boolean tellsOfRetractions() {
        return "1".equals(options.get(RETRACTIONS));
    }

    /** What is told to who comes (XEP-0163 4.3.4). */
    Optional<Element> last() {
        List<Element> all = items();
        boolean tells = "on_sub_and_presence".equals(options.get(LAST)) && !all.isEmpty();
        return tells ? Optional.of(all.get(all.size() - 1)) : Optional.empty();
    }

    void publish(Element item) {
        if ("1".equals(options.get(PERSISTS))) {
            String id = item.attribute("id", "");
            items.remove(id); // it is the newest now
            items.put(id, item);
            prune();
        }
    }

    private void prune() {
        String most = options.getOrDefault(MOST, "1");
        Iterator<String> oldest = items.keySet().iterator();
        int over = most.equals("max") ? 0 : items.size() - Integer.parseInt(most);
        for (int i = 0; i < over; i++) {
            oldest.next();
            oldest.remove();
        }
    }

    boolean retract(String id) {
        return items.remove(id) != null;
    }

    List<Element> items() {
        return new ArrayList<>(items.values());
    }
}

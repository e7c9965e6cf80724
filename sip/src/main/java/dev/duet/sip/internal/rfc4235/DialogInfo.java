package dev.duet.sip.internal.rfc4235;

import dev.duet.sip.internal.xml.Element;
import dev.duet.sip.internal.xml.MalformedBody;
import dev.duet.sip.internal.xml.XmlBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A dialog document (RFC 4235 4).
 *
 * @param version counts up within a subscription
 * @param full true when it tells all dialogs, false when it tells only those that changed
 * @param dialogs each dialog's id and state
 */
public record DialogInfo(long version, boolean full, List<Dialog> dialogs) {

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:dialog-info";

    public DialogInfo {
        dialogs = List.copyOf(dialogs);
    }

    /**
     * One dialog.
     *
     * @param id unlike within the document's entity
     * @param state trying, proceeding, early, confirmed or terminated
     */
    public record Dialog(String id, String state) {

        public Dialog {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(state, "state");
        }
    }

    /** Reads a document. */
    public static DialogInfo read(byte[] body) throws MalformedBody {
        Element root = XmlBody.read(body);
        if (!root.is(NAMESPACE, "dialog-info")) {
            throw new MalformedBody("Not a dialog document: " + root.name());
        }
        String version = root.attribute("version");
        if (!version.matches("[0-9]{1,18}")) {
            throw new MalformedBody("A dialog document without version");
        }
        String state = root.attribute("state");
        if (!state.equals("full") && !state.equals("partial")) {
            throw new MalformedBody("A dialog document that is neither full nor partial");
        }
        List<Dialog> dialogs = new ArrayList<>();
        for (Element dialog : root.children(NAMESPACE, "dialog")) {
            String dialogState = dialog.child(NAMESPACE, "state")
                    .map(Element::text)
                    .orElseThrow(() -> new MalformedBody("A dialog without state"));
            dialogs.add(new Dialog(dialog.attribute("id"), dialogState));
        }
        return new DialogInfo(Long.parseLong(version), state.equals("full"), dialogs);
    }

    /** What is known after this document, of what was known before: states by dialog id, without those that ended. */
    public Map<String, String> after(Map<String, String> before) {
        Map<String, String> states = new LinkedHashMap<>(full ? Map.of() : before);
        for (Dialog dialog : dialogs) {
            if (dialog.state().equals("terminated")) {
                states.remove(dialog.id());
            } else {
                states.put(dialog.id(), dialog.state());
            }
        }
        return states;
    }

    /** True when somebody with these dialogs is in a call: one that was answered. Ringing is not talking. */
    public static boolean onThePhone(Map<String, String> states) {
        return states.containsValue("confirmed");
    }
}

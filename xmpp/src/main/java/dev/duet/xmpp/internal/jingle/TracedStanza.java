package dev.duet.xmpp.internal.jingle;

import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.Reason;
import dev.duet.xmpp.internal.xep0167.RtpDescription;
import dev.duet.xmpp.internal.xep0280.Carbon;
import dev.duet.xmpp.internal.xep0320.Fingerprints;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A stanza about a call, as a trace shows it. Pure.
 *
 * @param answers what it is the answer to: an action or the name of a message; empty for no answer
 */
record TracedStanza(Xml stanza, String answers) {

    private static final String HIDDEN = "***";
    private static final int LONGEST_TITLE = 200;

    /** The key of SRTP (XEP-0167 7), also of its error correction, the password of ICE (XEP-0176), and their like. */
    private static final Set<String> SECRETS =
            Set.of("key-params", "session-params", "pwd", "password", "passwd", "credential", "secret", "token");

    /** What a user pressed (XEP-0181). */
    private static final String KEYS = "urn:xmpp:jingle:dtmf:0";

    /** Whose texts are of machines. Others may be what people wrote, or anything. */
    private static final Set<String> TECHNICAL =
            Set.of(Jingle.NAMESPACE, RtpDescription.NAMESPACE, Fingerprints.NAMESPACE, StanzaErrors.NAMESPACE);

    /** RFC 3261 19.1.1: a password in a URI, as of who is to be called instead. */
    private static final Pattern URI_PASSWORD = Pattern.compile("(?i)(\\bsips?:[^\\s<>@\":]*+:)[^\\s<>@\":]*+(?=@)");

    /** What would end a line, or turn its direction. */
    private static final Pattern NOT_OF_A_LINE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    /** Where it went to or came from. */
    String peer(boolean sent) {
        return line(("XMPP " + said().attribute(sent ? "to" : "from", "")).strip());
    }

    /** A line that tells what it is. */
    String title() {
        String type = stanza.attribute("type", "");
        if (type.equals("error")) {
            return line("error" + conditions() + answered());
        }
        if (type.equals("result")) {
            return line("result" + answered());
        }
        return line(what() + (Carbon.claims(stanza) ? " (carbon)" : ""));
    }

    private String answered() {
        return answers.isEmpty() ? "" : " (" + answers + ")";
    }

    private String conditions() {
        Xml error = stanza.child("error", Xml.CLIENT);
        return error == null
                ? ""
                : error.children().stream()
                        .map(Xml::name)
                        .filter(name -> !name.equals("text"))
                        .map(name -> " " + name)
                        .collect(Collectors.joining());
    }

    private String what() {
        Xml jingle = said().child("jingle", Jingle.NAMESPACE);
        if (jingle != null) {
            String informs = jingle.children().stream()
                    .filter(child -> !child.is("content", Jingle.NAMESPACE) && !child.is("reason", Jingle.NAMESPACE))
                    .map(child -> " " + child.name())
                    .collect(Collectors.joining());
            String action = jingle.attribute("action", "");
            return action + (action.equals("session-info") ? informs : "") + reason(jingle);
        }
        Xml message = said().childIn(CallMessage.NAMESPACE);
        return message == null ? said().name() : message.name() + reason(message);
    }

    private static String reason(Xml element) {
        Reason reason = Reason.in(element);
        return reason == null ? "" : " " + reason.condition();
    }

    /** The stanza itself, without what a copy is wrapped in. */
    private Xml said() {
        Xml wrapper = Carbon.claims(stanza) ? stanza.childIn(Carbon.NAMESPACE) : null;
        Xml forwarded = wrapper == null || wrapper.children().isEmpty()
                ? null
                : wrapper.children().get(0);
        Xml inner = forwarded == null ? null : forwarded.child("message", Xml.CLIENT);
        return inner == null ? stanza : inner;
    }

    /** Cut, so that nobody else writes lines of a ladder. */
    private static String line(String text) {
        String plain = NOT_OF_A_LINE.matcher(text).replaceAll(" ");
        return plain.length() > LONGEST_TITLE ? plain.substring(0, LONGEST_TITLE - 1) + "…" : plain;
    }

    /** Without keys, passwords, and texts that may be what a user said or pressed. */
    String redacted() {
        return redacted(stanza).write(Xml.CLIENT);
    }

    private static Xml redacted(Xml element) {
        Xml.Builder shown = Xml.element(element.name(), element.namespace());
        boolean key = element.namespace().equals(KEYS);
        element.attributes()
                .forEach((name, value) -> shown.attribute(
                        name, SECRETS.contains(name) || key && name.equals("code") ? HIDDEN : withoutPassword(value)));
        if (!element.text().isBlank()) {
            shown.text(TECHNICAL.contains(element.namespace()) ? withoutPassword(element.text()) : HIDDEN);
        }
        element.children().forEach(child -> shown.add(redacted(child)));
        return shown.build();
    }

    private static String withoutPassword(String text) {
        return URI_PASSWORD.matcher(text).replaceAll("$1***");
    }
}

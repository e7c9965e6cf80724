package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.trace.Trace;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.Node;
import dev.duet.sandbox.internal.xmpp.xml.StreamCondition;
import dev.duet.sandbox.internal.xmpp.xml.StreamException;
import dev.duet.sandbox.internal.xmpp.xml.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client's stanza must be like before it goes anywhere. Every fault is recorded. */
final class StanzaChecks {

    private static final Map<String, Set<String>> TYPES = Map.of(
            "iq", Set.of("get", "set", "result", "error"),
            "message", Set.of("", "normal", "chat", "groupchat", "headline", "error"),
            "presence",
                    Set.of(
                            "",
                            "unavailable",
                            "subscribe",
                            "subscribed",
                            "unsubscribe",
                            "unsubscribed",
                            "probe",
                            "error"));

    private static final Map<String, Set<String>> CHILDREN = Map.of(
            "iq", Set.of("error"),
            "message", Set.of("body", "subject", "thread", "error"),
            "presence", Set.of("show", "status", "priority", "error"));

    private static final Set<String> SHOWS = Set.of("away", "chat", "dnd", "xa");

    private final Trace trace;

    StanzaChecks(Trace trace) {
        this.trace = trace;
    }

    /** A fault: the rule it breaks, and the error that answers it, none if nothing does. */
    private record Fault(
            String rule, String detail, @Nullable StanzaCondition answer) {}

    /**
     * The stanza with its sender's full address, empty if it was faulty and has been answered.
     *
     * @throws StreamException if the fault ends the stream
     */
    Optional<Element> pass(ClientSession session, Element stanza) throws StreamException {
        requireOwnAddress(session, stanza);
        Element stamped = stanza.with("from", session.jid().toString());
        Fault fault = fault(stamped);
        if (fault == null) {
            return Optional.of(stamped);
        }
        trace.violation(session.jid().toString(), fault.rule(), fault.detail());
        StanzaCondition answer = fault.answer();
        boolean response = Set.of("error", "result").contains(Stanzas.type(stanza));
        if (answer == null) {
            return response ? Optional.empty() : Optional.of(stamped);
        }
        if (!response) {
            // The text of an address that is none cannot be the error's sender.
            Element answerable = answer == StanzaCondition.JID_MALFORMED ? stamped.with("to", null) : stamped;
            session.send(Stanzas.error(answerable, answer, fault.detail()));
        }
        return Optional.empty();
    }

    /** RFC 6120 8.1.2.1. */
    private static void requireOwnAddress(ClientSession session, Element stanza) throws StreamException {
        if (stanza.attribute("from") == null) {
            return;
        }
        try {
            Jid from = Stanzas.address(stanza, "from");
            if (session.jid().equals(from) || session.bare().equals(from)) {
                return;
            }
        } catch (InvalidJidException e) {
            throw new StreamException(StreamCondition.INVALID_FROM, "the 'from' of a stanza is no address");
        }
        throw new StreamException(StreamCondition.INVALID_FROM, "the 'from' of a stanza is somebody else");
    }

    private static @Nullable Fault fault(Element stanza) {
        try {
            Stanzas.address(stanza, "to");
        } catch (InvalidJidException e) {
            return new Fault("RFC 6120 8.1.1", "'to' is no address: " + e.getMessage(), StanzaCondition.JID_MALFORMED);
        }
        String type = Stanzas.type(stanza);
        boolean typed = TYPES.getOrDefault(stanza.name(), Set.of()).contains(type);
        switch (stanza.name()) {
            case "iq" -> {
                return typed ? iq(stanza, type) : bad("RFC 6120 8.2.3", "an IQ without a known type");
            }
            case "presence" -> {
                return typed ? presence(stanza, type) : bad("RFC 6121 4.7.1", "an unknown presence type");
            }
            default -> {
                Fault fault = children(stanza);
                if (fault == null) {
                    fault = CallMessageCheck.broken(stanza)
                            .map(detail -> new Fault("XEP-0353 3", detail, null))
                            .orElse(null);
                }
                // RFC 6121 5.2.2: an unknown type counts as normal.
                return fault != null || typed ? fault : new Fault("RFC 6121 5.2.2", "an unknown message type", null);
            }
        }
    }

    private static Fault bad(String rule, String detail) {
        return new Fault(rule, detail, StanzaCondition.BAD_REQUEST);
    }

    private static @Nullable Fault iq(Element iq, String type) {
        List<Element> children = iq.elements();
        if (iq.attribute("id", "").isEmpty()) {
            return bad("RFC 6120 8.1.3", "an IQ without id");
        }
        switch (type) {
            case "get", "set" -> {
                if (children.size() != 1) {
                    return bad("RFC 6120 8.2.3", "an IQ request with " + children.size() + " children");
                }
            }
            case "result" -> {
                if (children.size() > 1) {
                    return bad("RFC 6120 8.2.3", "an IQ result with " + children.size() + " children");
                }
            }
            default -> {
                if (!iq.has(Ns.CLIENT, "error")) {
                    return bad("RFC 6120 8.3.1", "an IQ error without <error/>");
                }
            }
        }
        return children(iq);
    }

    private static @Nullable Fault presence(Element presence, String type) {
        List<Element> shows = presence.elements(Ns.CLIENT, "show");
        List<Element> priorities = presence.elements(Ns.CLIENT, "priority");
        if (shows.size() > 1 || !shows.stream().allMatch(s -> SHOWS.contains(s.text()))) {
            return bad(
                    "RFC 6121 4.7.2.1",
                    "<show/> must be one of " + SHOWS.stream().sorted().toList());
        }
        if (priorities.size() > 1 || !priorities.stream().allMatch(p -> isPriority(p.text()))) {
            return bad("RFC 6121 4.7.2.3", "<priority/> must be a number from -128 to 127");
        }
        boolean addressed = type.isEmpty() || type.equals("unavailable") || presence.attribute("to") != null;
        return addressed ? children(presence) : bad("RFC 6121 4.7.1", "such a presence needs a 'to'");
    }

    private static boolean isPriority(String text) {
        try {
            int priority = Integer.parseInt(text.strip());
            return priority >= Byte.MIN_VALUE && priority <= Byte.MAX_VALUE;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** RFC 6120 8.4: whatever extends a stanza has a namespace of its own; text is no part of any. */
    private static @Nullable Fault children(Element stanza) {
        Set<String> known = CHILDREN.getOrDefault(stanza.name(), Set.of());
        for (Node node : stanza.nodes()) {
            if (node instanceof Text text && !text.value().isBlank()) {
                return bad("RFC 6120 8.4", "text directly inside a stanza");
            }
            if (node instanceof Element child && isUnknown(child, known)) {
                return bad("RFC 6120 8.4", "a child without a namespace of its own");
            }
        }
        return null;
    }

    private static boolean isUnknown(Element child, Set<String> known) {
        return child.namespace().isEmpty() || child.namespace().equals(Ns.CLIENT) && !known.contains(child.name());
    }
}

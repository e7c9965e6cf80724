package dev.duet.sandbox.internal;

import dev.duet.sandbox.DnsQuery;
import dev.duet.sandbox.DnsServer;
import dev.duet.sandbox.SipExchange;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.XmppServer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the servers saw, told in the order of time. */
public final class Story {

    private record Event(Instant time, String text) {}

    private final List<Event> events = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> questions = new ArrayList<>();
    private final DateTimeFormatter clock =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    public Story sip(SipServer server) {
        for (SipExchange message : server.exchange()) {
            boolean received = message.direction() == SipExchange.Direction.RECEIVED;
            String head = (received ? "SIP server <- " : "SIP server -> ") + message.transport() + " "
                    + message.peer().getPort();
            events.add(new Event(message.time(), head + '\n' + indented(message.text())));
        }
        for (SipServer.Violation violation : server.violations()) {
            String text = "SIP client at " + violation.transport() + " "
                    + violation.peer().getPort() + " broke " + violation.rule() + ": " + violation.what();
            violations.add(text);
            events.add(new Event(violation.time(), "!! " + text));
        }
        return this;
    }

    public Story xmpp(XmppServer server) {
        for (XmppServer.Exchange element : server.exchange()) {
            boolean received = element.direction() == XmppServer.Direction.RECEIVED;
            String head = (received ? "XMPP server <- " : "XMPP server -> ") + element.session();
            events.add(new Event(element.time(), head + '\n' + indented(element.text())));
        }
        for (XmppServer.Violation violation : server.violations()) {
            String text =
                    "XMPP client " + violation.session() + " broke " + violation.rule() + ": " + violation.detail();
            violations.add(text);
            events.add(new Event(violation.time(), "!! " + text));
        }
        return this;
    }

    public Story dns(DnsServer server) {
        server.queries().stream().map(DnsQuery::toString).forEach(questions::add);
        return this;
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }

    private static String indented(String text) {
        return text.stripTrailing().indent(4).stripTrailing();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        events.stream().sorted(Comparator.comparing(Event::time)).forEach(event -> out.append(
                        clock.format(event.time()))
                .append(' ')
                .append(event.text())
                .append('\n'));
        if (!questions.isEmpty()) {
            out.append("DNS was asked for:\n");
            questions.forEach(question -> out.append("    ").append(question).append('\n'));
        }
        return out.toString();
    }
}

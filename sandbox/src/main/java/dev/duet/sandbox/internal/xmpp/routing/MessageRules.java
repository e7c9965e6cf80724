package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xep0203.Delay;
import dev.duet.sandbox.internal.xmpp.xep0280.Carbons;
import dev.duet.sandbox.internal.xmpp.xep0313.ArchiveHandler;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where messages go: RFC 6121 8.5, with the table of its section 8.5.4. */
final class MessageRules {

    private final Directory directory;
    private final Clock clock;
    private final boolean offline;

    private final @Nullable ArchiveHandler archives;

    MessageRules(Directory directory, Clock clock, boolean offline, @Nullable ArchiveHandler archives) {
        this.archives = archives;
        this.directory = directory;
        this.clock = clock;
        this.offline = offline;
    }

    /** A client's message, with the sender's full address. */
    void route(ClientSession sender, Element message, Jid to) {
        Optional<Account> account = directory.account(to);
        if (account.isEmpty()) {
            StanzaCondition condition = directory.isLocal(to)
                    ? StanzaCondition.SERVICE_UNAVAILABLE
                    : StanzaCondition.REMOTE_SERVER_NOT_FOUND;
            bounce(sender, message, condition);
            return;
        }
        boolean eligible = Carbons.isEligible(message);
        Element clean = kept(sender, Carbons.withoutPrivate(message), account.get());
        List<ClientSession> readers = readers(account.get(), clean, to);
        if (eligible) {
            for (ClientSession other : sender.account().sessions()) {
                if (other != sender && other.carbons() && !readers.contains(other)) {
                    other.send(Carbons.sent(clean, other));
                }
            }
        }
        readers.forEach(session -> session.send(clean));
        if (readers.isEmpty()) {
            undelivered(sender, clean, to, account.get());
        } else if (eligible && account.get() != sender.account()) {
            for (ClientSession other : account.get().sessions()) {
                if (other.carbons() && !readers.contains(other)) {
                    other.send(Carbons.received(clean, other));
                }
            }
        }
    }

    /** Keeps it in the archives of both sides; the other side gets it with the id that it has there. */
    private Element kept(ClientSession sender, Element message, Account account) {
        if (archives == null || Stanzas.isError(message)) {
            return message;
        }
        if (account != sender.account()) {
            archives.keep(sender.account(), message, account.jid());
        }
        return archives.keep(account, message, sender.jid());
    }

    private static List<ClientSession> readers(Account account, Element message, Jid to) {
        if (!to.isBare()) {
            Optional<ClientSession> exact = account.session(to.resource());
            if (exact.isPresent()) {
                return List.of(exact.get());
            }
            if (!Stanzas.type(message).equals("chat")) {
                return List.of();
            }
        }
        List<ClientSession> takers =
                account.sessions().stream().filter(ClientSession::takesMessages).toList();
        return switch (Stanzas.type(message)) {
            case "headline" -> takers;
            case "groupchat", "error" -> List.of();
            default -> {
                int highest =
                        takers.stream().mapToInt(ClientSession::priority).max().orElse(0);
                yield takers.stream().filter(s -> s.priority() == highest).toList();
            }
        };
    }

    private void undelivered(ClientSession sender, Element message, Jid to, Account account) {
        String type = Stanzas.type(message);
        boolean mayWait = to.isBare() || type.equals("chat");
        if (type.equals("error") || type.equals("headline")) {
            return;
        }
        if (!mayWait || !offline || type.equals("groupchat")) {
            bounce(sender, message, StanzaCondition.SERVICE_UNAVAILABLE);
        } else if (Delay.isWorthKeeping(message)) {
            account.offline().add(Delay.mark(message, directory.domain(), clock.instant()));
        }
    }

    /** A message that one client of the account was sent and has perhaps not got. */
    void redeliver(Account account, Element message) {
        boolean copy = message.has(Carbons.NAMESPACE, "received") || message.has(Carbons.NAMESPACE, "sent");
        if (copy || Stanzas.isError(message)) {
            return;
        }
        List<ClientSession> readers = readers(account, message, account.jid());
        readers.forEach(session -> session.send(message));
        if (readers.isEmpty() && offline && Delay.isWorthKeeping(message)) {
            boolean marked = message.has(Delay.NAMESPACE, "delay");
            account.offline().add(marked ? message : Delay.mark(message, directory.domain(), clock.instant()));
        }
    }

    private static void bounce(ClientSession sender, Element message, StanzaCondition condition) {
        if (!Stanzas.isError(message)) {
            sender.send(Stanzas.error(message, condition));
        }
    }

    /** Hands over what has waited, once the client takes messages (RFC 6121 8.5.2.2.1, XEP-0160). */
    void flush(ClientSession session) {
        if (session.takesMessages()) {
            List<Element> waiting = session.account().offline();
            waiting.forEach(session::send);
            waiting.clear();
        }
    }
}

package dev.duet.sandbox.internal.xmpp.xep0313;

import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xep0203.Delay;
import dev.duet.sandbox.internal.xmpp.xep0313.MessageArchive.Kept;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The archives of accounts: what is kept there, who asks for it, and what is not to be kept (section 7). */
public final class ArchiveHandler implements IqHandler {

    /** By this name it can be switched off. */
    public static final String SPECIFICATION = "XEP-0313";

    private static final String HINTS = "urn:xmpp:hints";
    private static final Set<String> RULES = Set.of("always", "never", "roster");

    private final Clock clock;
    private final Map<Account, Archive> archives = new HashMap<>();

    /** What one account keeps. */
    private static final class Archive {
        final List<Kept> kept = new ArrayList<>();
        Element preferences = Element.of(MessageArchive.NAMESPACE, "prefs")
                .with("default", "always")
                .with(Element.of(MessageArchive.NAMESPACE, "always"), Element.of(MessageArchive.NAMESPACE, "never"));
    }

    public ArchiveHandler(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String specification() {
        return SPECIFICATION;
    }

    @Override
    public List<String> namespaces() {
        return List.of(MessageArchive.NAMESPACE);
    }

    @Override
    public List<String> accountFeatures() {
        return List.of(MessageArchive.NAMESPACE, MessageArchive.IDS);
    }

    private Archive of(Account account) {
        return archives.computeIfAbsent(account, known -> new Archive());
    }

    /** Forgets what an account had. */
    public void forget(Account account) {
        archives.remove(account);
    }

    /** Forgets all; for when nobody is signed in. */
    public void forget() {
        archives.clear();
    }

    /**
     * Keeps a message of an account, if it is one to keep.
     *
     * @return the message with the id by which it is kept
     */
    public Element keep(Account account, Element message, Jid with) {
        Element clean = message.withoutNodes()
                .with(message.nodes().stream()
                        .filter(node -> !(node instanceof Element child && isOurId(child, account)))
                        .toList());
        boolean isHinted = message.has(HINTS, "store") && !message.has(HINTS, "no-store");
        if (!Delay.isWorthKeeping(message) && !isHinted || !isWanted(account, with)) {
            return clean;
        }
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        of(account).kept.add(new Kept(id, now, with.bare(), clean));
        return clean.with(Element.of(MessageArchive.IDS, "stanza-id")
                .with("by", account.jid().toString())
                .with("id", id));
    }

    private static boolean isOurId(Element child, Account account) {
        return child.is(MessageArchive.IDS, "stanza-id")
                && account.jid().toString().equals(child.attribute("by"));
    }

    private boolean isWanted(Account account, Jid with) {
        Element preferences = of(account).preferences;
        if (isListed(preferences, "never", with) || isListed(preferences, "always", with)) {
            return !isListed(preferences, "never", with);
        }
        return switch (preferences.attribute("default", "")) {
            case "never" -> false;
            case "roster" ->
                account.roster().listed().stream().anyMatch(item -> item.jid().equals(with.bare()));
            default -> true;
        };
    }

    private static boolean isListed(Element preferences, String list, Jid with) {
        return preferences.elements(MessageArchive.NAMESPACE, list).stream()
                .flatMap(element -> element.elements(MessageArchive.NAMESPACE, "jid").stream())
                .anyMatch(jid ->
                        jid.text().equals(with.bare().toString()) || jid.text().equals(with.toString()));
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        if (request.target() == Target.OTHER_ACCOUNT) {
            return Optional.of(Stanzas.error(request.iq(), StanzaCondition.FORBIDDEN));
        }
        Archive archive = of(request.account());
        Element payload = request.payload();
        if (payload.name().equals("query") && request.isSet()) {
            return Optional.of(MessageArchive.answer(
                    request.from(), request.account().jid(), request.iq(), payload, archive.kept));
        }
        if (!payload.name().equals("prefs")) {
            return Optional.empty();
        }
        if (request.isSet()) {
            if (!areGood(payload)) {
                return Optional.of(Stanzas.error(request.iq(), StanzaCondition.BAD_REQUEST));
            }
            archive.preferences = payload;
        }
        return Optional.of(Stanzas.result(request.iq()).with(archive.preferences));
    }

    private static boolean areGood(Element preferences) {
        for (Element list : preferences.elements()) {
            for (Element jid : list.elements()) {
                try {
                    Jid.parse(jid.text());
                } catch (InvalidJidException e) {
                    return false;
                }
            }
        }
        return RULES.contains(preferences.attribute("default", ""));
    }
}

package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The accounts of the one domain. */
final class Directory {

    private final Jid domain;
    private final Predicate<String> exists;
    private final Map<String, Account> accounts = new LinkedHashMap<>();

    Directory(Jid domain, Predicate<String> exists) {
        this.domain = domain;
        this.exists = exists;
    }

    Jid domain() {
        return domain;
    }

    boolean isLocal(Jid jid) {
        return jid.domain().equals(domain.domain());
    }

    /** Whether that is the server itself, not somebody on it. */
    boolean isServer(Jid jid) {
        return isLocal(jid) && jid.local() == null;
    }

    /** The account at that address, whatever its resource; empty for strangers and for nobody. */
    Optional<Account> account(Jid jid) {
        String local = jid.local();
        if (local == null || !isLocal(jid) || !exists.test(local)) {
            return Optional.empty();
        }
        return Optional.of(accounts.computeIfAbsent(local, name -> new Account(jid.bare())));
    }

    /** The available clients at that address: all for a bare one. */
    List<ClientSession> available(Jid jid) {
        return account(jid)
                .map(account -> account.available().stream()
                        .filter(s -> jid.isBare() || s.jid().equals(jid))
                        .toList())
                .orElse(List.of());
    }

    void forget(Account account) {
        accounts.remove(account.jid().local(), account);
    }

    void forget() {
        accounts.clear();
    }

    List<ClientSession> sessions() {
        return accounts.values().stream()
                .map(Account::sessions)
                .flatMap(Collection::stream)
                .toList();
    }
}

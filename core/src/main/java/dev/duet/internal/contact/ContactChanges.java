package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.RosterEntry;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the user changes goes to where it belongs: the server's list, the account's own, or the application's. */
final class ContactChanges {

    private final ContactHost host;
    private final ContactFacts facts;

    ContactChanges(ContactHost host, ContactFacts facts) {
        this.host = host;
        this.facts = facts;
    }

    @OnLoop
    void add(Address address, String name, Set<String> groups, Promise<Contact> promise) {
        Optional<Link> link = host.link(address.protocol());
        if (link.isEmpty()) {
            promise.fail(unsupported("This account has no " + address.protocol() + " half for " + address));
            return;
        }
        long operation = host.operations().begin(failure -> {
            if (failure == null) {
                added(address, name, groups);
                promise.complete(facts.known(address));
            } else {
                promise.fail(failure);
            }
        });
        if (address instanceof Address.Xmpp) {
            link.get()
                    .putContact(operation, new RosterEntry(address, name, groups, RosterEntry.Visibility.NONE, false));
        } else {
            link.get().watch(operation, address);
        }
    }

    private void added(Address address, String name, Set<String> groups) {
        if (!(address instanceof Address.Xmpp)) {
            watch(new RosterEntry(address, name, groups, RosterEntry.Visibility.TO, false));
        } else if (!facts.lists().isOnRoster(address)) { // the server's push may come after its result
            facts.entry(new RosterEntry(address, name, groups, RosterEntry.Visibility.NONE, true));
        }
    }

    private void watch(RosterEntry entry) {
        facts.lists().watch(entry);
        facts.refresh(facts.known(entry.address()));
        host.keepWatched(facts.lists().watched());
    }

    /** Whom the account watched in former times; what happened since goes before that. */
    @OnLoop
    void watched(List<RosterEntry> kept) {
        boolean since = !facts.lists().watched().isEmpty();
        for (RosterEntry entry : kept) {
            Address address = entry.address();
            Optional<Link> link = host.link(address.protocol());
            if (link.isPresent() && !facts.lists().isWatched(address)) {
                facts.lists().watch(entry);
                facts.refresh(facts.known(address));
                link.get().watch(host.operations().begin(failure -> {}), address);
            }
        }
        if (since) {
            host.keepWatched(facts.lists().watched());
        }
    }

    @OnLoop
    void change(Contact contact, String name, Set<String> groups, Promise<@Nullable Void> promise) {
        Set<Address> addresses = contact.addresses();
        List<RosterEntry> entries = facts.lists().entries(addresses);
        All all = new All(promise);
        for (RosterEntry entry : entries) {
            RosterEntry changed = new RosterEntry(entry.address(), name, groups, entry.subscription(), entry.pending());
            if (facts.lists().isOnRoster(entry.address())) {
                atServer(
                        entry.address(),
                        all,
                        (link, operation) -> link.putContact(operation, changed),
                        () -> facts.entry(changed));
            } else {
                watch(changed);
            }
        }
        if (entries.isEmpty()) {
            changeDirectories(contact, all, entry -> new DirectoryEntry(name, entry.addresses(), groups));
        }
        all.begun();
    }

    @OnLoop
    void remove(Contact contact, Promise<@Nullable Void> promise) {
        Set<Address> addresses = contact.addresses();
        List<RosterEntry> entries = facts.lists().entries(addresses);
        All all = new All(promise);
        for (RosterEntry entry : entries) {
            Address address = entry.address();
            if (facts.lists().unwatch(address)) {
                host.link(address.protocol()).ifPresent(link -> link.unwatch(address));
                facts.refresh(facts.known(address));
                host.keepWatched(facts.lists().watched());
            } else {
                atServer(
                        address,
                        all,
                        (link, operation) -> link.removeContact(operation, address),
                        () -> facts.entryRemoved(address));
            }
        }
        List<Lists.Holder> holders = facts.lists().holders(addresses);
        if (entries.isEmpty() || holders.stream().allMatch(Lists.Holder::isEditable)) {
            changeDirectories(contact, all, entry -> null);
        }
        all.begun();
    }

    /** A command to a server. */
    private interface Command {
        void run(Link link, long operation);
    }

    private void atServer(Address address, All all, Command command, Runnable then) {
        all.more();
        Optional<Link> link = host.link(address.protocol());
        if (link.isEmpty()) {
            all.one(unsupported("This account has no " + address.protocol() + " half for " + address));
            return;
        }
        command.run(link.get(), host.operations().begin(failure -> {
            if (failure == null) {
                then.run();
            }
            all.one(failure);
        }));
    }

    /** What becomes of an entry. */
    private interface Change {
        @Nullable
        DirectoryEntry of(DirectoryEntry entry);
    }

    private void changeDirectories(Contact contact, All all, Change change) {
        List<Lists.Holder> holders = facts.lists().holders(contact.addresses());
        List<Lists.Holder> fixed =
                holders.stream().filter(holder -> !holder.isEditable()).toList();
        if (!fixed.isEmpty()) {
            all.more();
            all.one(unsupported(contact.name() + " is in "
                    + fixed.stream().map(Lists.Holder::directory).distinct().collect(Collectors.joining(" and "))
                    + ": change that there"));
            return;
        }
        holders.forEach(holder -> change(holder, change, all));
    }

    /** The application's code runs where its callbacks do. */
    private void change(Lists.Holder holder, Change change, All all) {
        @Nullable DirectoryEntry after = change.of(holder.given());
        all.more();
        host.callbacks().execute(() -> {
            CompletionStage<Void> done = holder.edit(after);
            done.whenComplete((nothing, error) -> host.loop().execute(() -> {
                if (error == null) {
                    facts.edited(holder, after);
                }
                all.one(error == null ? null : failure(holder, error));
            }));
        });
    }

    private static Failure failure(Lists.Holder holder, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof DuetException known
                ? known.failure()
                : Failure.of(
                        Failure.Kind.REFUSED,
                        Failure.Origin.LOCAL,
                        Failure.Retry.NEVER,
                        "The directory " + holder.directory() + " did not take it: " + cause.getMessage());
    }

    private static Failure unsupported(String message) {
        return Failure.of(Failure.Kind.UNSUPPORTED, Failure.Origin.LOCAL, Failure.Retry.NEVER, message);
    }

    /** Several outcomes that are one: the first failure, if there is one, when all are there. */
    private static final class All {

        private final Promise<@Nullable Void> promise;
        private final List<Failure> failures = new ArrayList<>();
        private int open = 1; // until all have begun

        All(Promise<@Nullable Void> promise) {
            this.promise = promise;
        }

        void more() {
            open++;
        }

        void begun() {
            one(null);
        }

        void one(@Nullable Failure failure) {
            if (failure != null) {
                failures.add(failure);
            }
            if (--open > 0) {
                return;
            }
            if (failures.isEmpty()) {
                promise.complete(null);
            } else {
                promise.fail(failures.get(0));
            }
        }
    }
}

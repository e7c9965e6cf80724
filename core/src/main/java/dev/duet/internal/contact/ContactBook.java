package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.api.Contacts;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.Failure;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.spi.OnLoop;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The contact list: people by their addresses, as the application reads it and changes it. */
public final class ContactBook implements Contacts {

    private static final Comparator<Person> BY_NAME =
            Comparator.comparing(Person::name, String.CASE_INSENSITIVE_ORDER).thenComparing(Person::number);

    private final ContactHost host;
    private final ContactFacts facts;
    private final ContactChanges changes;

    /** The list of what is known. */
    public ContactBook(ContactHost host, ContactFacts facts) {
        this.host = host;
        this.facts = facts;
        this.changes = new ContactChanges(host, facts);
    }

    // --- what the application reads

    @Override
    public List<Contact> all() {
        return facts.listed().sorted(BY_NAME).map(Contact.class::cast).toList();
    }

    @Override
    public List<Contact> search(String typed, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least 1 contact, unlike " + most);
        }
        SearchText.Query query = SearchText.query(typed, facts.numbers());
        if (query.parts().isEmpty()) {
            return List.of();
        }
        return facts.listed()
                .map(person -> Map.entry(person, person.searchText().fit(query)))
                .filter(found -> found.getValue() > 0)
                .sorted(Map.Entry.<Person, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry::getKey, BY_NAME))
                .limit(most)
                .map(found -> (Contact) found.getKey())
                .toList();
    }

    @Override
    public Optional<Match> identify(Address address) {
        return facts.identify(address);
    }

    @Override
    public Optional<Contact> find(String address) {
        return AddressInput.read(address, EnumSet.allOf(Protocol.class), facts.numbers()).addresses().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<Contact> find(Address address) {
        return facts.listed(address).map(Contact.class::cast);
    }

    // --- what the application commands

    @Override
    public CompletableFuture<Contact> add(String address, String name, Set<String> groups) {
        Address chosen = AddressInput.read(address, host.protocols(), facts.numbers())
                .addresses()
                .get(0)
                .bare();
        Promise<Contact> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> changes.add(chosen, name, groups, promise));
        return promise.future();
    }

    @Override
    public CompletableFuture<Void> change(Contact contact, String name, Set<String> groups) {
        Set<String> copy = Set.copyOf(groups);
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> changes.change(contact, name, copy, promise));
        return promise.future();
    }

    @Override
    public CompletableFuture<Void> remove(Contact contact) {
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> changes.remove(contact, promise));
        return promise.future();
    }

    @Override
    public void approve(Address from) {
        answerRequest(from, true);
    }

    @Override
    public void deny(Address from) {
        answerRequest(from, false);
    }

    private void answerRequest(Address from, boolean allowed) {
        host.loop().execute(() -> host.link(from.protocol()).ifPresent(link -> link.answerRequest(from, allowed)));
    }

    @Override
    public CompletableFuture<Contact> link(Contact contact, Address address) {
        Promise<Contact> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> promise.complete(facts.link(contact, address)));
        return promise.future();
    }

    @Override
    public CompletableFuture<Contact> split(Contact contact, Address address) {
        Promise<Contact> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> facts.split(contact, address)
                .ifPresentOrElse(
                        promise::complete,
                        () -> promise.fail(Failure.of(
                                Failure.Kind.NOT_FOUND,
                                Failure.Origin.LOCAL,
                                Failure.Retry.NEVER,
                                contact.name() + " has no other address than " + address + ", or not that one"))));
        return promise.future();
    }

    @Override
    public CompletableFuture<Void> directory(String name, boolean trusted, Collection<DirectoryEntry> entries) {
        return directory(name, trusted, entries, null);
    }

    @Override
    public CompletableFuture<Void> directory(
            String name, boolean trusted, Collection<DirectoryEntry> entries, @Nullable DirectoryEditor editor) {
        List<DirectoryEntry> copy = List.copyOf(entries);
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> {
            facts.directory(name, trusted, copy, editor);
            promise.complete(null);
        });
        return promise.future();
    }

    // --- what the account needs

    /** Who a contact is now, after it may have turned out to be another. From any thread. */
    public Contact current(Contact contact) {
        return facts.known(contact.addresses().iterator().next());
    }

    /** The devices of a person that are online. From any thread. */
    public Map<Address, Set<Capability>> devices(Contact contact) {
        return contact instanceof Person person ? person.devices() : Map.of();
    }

    /** Whom the account watches by itself, from former times. */
    @OnLoop
    public void watched(List<RosterEntry> kept) {
        changes.watched(kept);
    }
}

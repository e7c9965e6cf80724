package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.api.Contacts;
import dev.duet.api.event.ContactAdded;
import dev.duet.api.event.ContactChanged;
import dev.duet.api.event.ContactRemoved;
import dev.duet.api.event.PresenceChanged;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.Failure;
import dev.duet.model.PersonClaim;
import dev.duet.model.PersonDecision;
import dev.duet.model.Presence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contact list: people by their addresses. Somebody who is on no list, but calls or writes, is a person, too; they
 * are known while the account is open and not listed.
 */
public final class ContactBook implements Contacts {

    private static final Set<PresenceFragment.Kind> FROM_XMPP = EnumSet.of(PresenceFragment.Kind.XMPP_RESOURCE);
    private static final Set<PresenceFragment.Kind> FROM_SIP =
            EnumSet.of(PresenceFragment.Kind.PIDF_TUPLE, PresenceFragment.Kind.DIALOG_INFO);

    private static final Comparator<Person> BY_NAME =
            Comparator.comparing(Person::name, String.CASE_INSENSITIVE_ORDER).thenComparing(Person::number);

    private final ContactHost host;
    private final Realm realm;
    private final Numbers numbers;
    private final People people = new People();
    private final Lists lists = new Lists(); // this and the next: on the loop
    private final Claims claims;

    /** An empty list. */
    public ContactBook(ContactHost host, Realm realm, Numbers numbers) {
        this.host = host;
        this.realm = realm;
        this.numbers = numbers;
        this.claims = new Claims(realm);
    }

    // --- what the application reads

    @Override
    public List<Contact> all() {
        return listed().sorted(BY_NAME).map(Contact.class::cast).toList();
    }

    private Stream<Person> listed() {
        return people.all().filter(person -> person.facts().listed());
    }

    @Override
    public List<Contact> search(String typed, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least 1 contact, unlike " + most);
        }
        SearchText.Query query = SearchText.query(typed, numbers);
        if (query.parts().isEmpty()) {
            return List.of();
        }
        return listed().map(person -> Map.entry(person, person.searchText().fit(query)))
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
        return Identities.identify(own(address), numbers, this::find, this::hints);
    }

    private List<PersonClaim> hints(Address bare) {
        return listed().flatMap(person -> person.hints().stream())
                .filter(claim -> claim.by().equals(bare) || claim.of().equals(bare))
                .toList();
    }

    @Override
    public Optional<Contact> find(String address) {
        return AddressInput.read(address, EnumSet.allOf(Protocol.class), numbers).addresses().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<Contact> find(Address address) {
        return people.find(own(address))
                .filter(person -> person.facts().listed())
                .map(Contact.class::cast);
    }

    // --- what the application commands

    @Override
    public CompletableFuture<Contact> add(String address, String name, Set<String> groups) {
        Address chosen = AddressInput.read(address, host.protocols(), numbers)
                .addresses()
                .get(0)
                .bare();
        Promise<Contact> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> {
            Optional<Link> link = host.link(chosen.protocol());
            if (link.isEmpty()) {
                promise.fail(unsupported("This account has no " + chosen.protocol() + " half for " + chosen));
                return;
            }
            long operation = host.operations().begin(failure -> added(chosen, name, groups, promise, failure));
            if (chosen instanceof Address.Xmpp) {
                link.get()
                        .putContact(
                                operation, new RosterEntry(chosen, name, groups, RosterEntry.Visibility.NONE, false));
            } else {
                link.get().watch(operation, chosen);
            }
        });
        return promise.future();
    }

    @OnLoop
    private void added(
            Address address, String name, Set<String> groups, Promise<Contact> promise, @Nullable Failure failure) {
        if (failure != null) {
            promise.fail(failure);
            return;
        }
        if (address instanceof Address.Xmpp) {
            if (!lists.isOnRoster(address)) { // the server's push may come after its result
                entry(new RosterEntry(address, name, groups, RosterEntry.Visibility.NONE, true));
            }
        } else if (lists.watch(new RosterEntry(address, name, groups, RosterEntry.Visibility.TO, false))) {
            refresh(known(address));
        }
        promise.complete(known(address));
    }

    @Override
    public CompletableFuture<Void> remove(Contact contact) {
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> {
            Optional<Address> listed = lists.listed(contact.addresses());
            if (listed.isEmpty()) {
                List<String> directories = lists.directories(contact.addresses());
                if (directories.isEmpty()) {
                    promise.complete(null);
                } else {
                    promise.fail(unsupported(
                            contact.name() + " is in " + String.join(" and ", directories) + ": take them out there"));
                }
                return;
            }
            Address address = listed.get();
            Optional<Link> link = host.link(address.protocol());
            if (lists.unwatch(address)) {
                link.ifPresent(half -> half.unwatch(address));
                refresh(known(address));
                promise.complete(null);
                return;
            }
            link.ifPresent(half -> half.removeContact(
                    host.operations().begin(failure -> {
                        if (failure == null) {
                            entryRemoved(address);
                            promise.complete(null);
                        } else {
                            promise.fail(failure);
                        }
                    }),
                    address));
        });
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

    // --- who is who

    @Override
    public CompletableFuture<Contact> link(Contact contact, Address address) {
        Address bare = own(address);
        Promise<Contact> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> {
            Set<Address> theirs = known(bare).addresses();
            contact.addresses().forEach(one -> theirs.forEach(other -> claims.forget(one, other)));
            List<Address> decided = new ArrayList<>(List.of(bare));
            contact.addresses().stream()
                    .filter(one -> !one.equals(bare))
                    .findFirst()
                    .ifPresent(one -> {
                        claims.decide(new PersonDecision(one, bare, true));
                        decided.add(one);
                    });
            decided(decided);
            promise.complete(known(bare));
        });
        return promise.future();
    }

    @Override
    public CompletableFuture<Contact> split(Contact contact, Address address) {
        Address bare = own(address);
        Promise<Contact> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> {
            List<Address> others = contact.addresses().stream()
                    .filter(other -> !other.equals(bare))
                    .toList();
            if (!contact.addresses().contains(bare) || others.isEmpty()) {
                promise.fail(Failure.of(
                        Failure.Kind.NOT_FOUND,
                        Failure.Origin.LOCAL,
                        Failure.Retry.NEVER,
                        contact.name() + " has no other address than " + bare + ", or not that one"));
                return;
            }
            others.forEach(other -> claims.decide(new PersonDecision(other, bare, false)));
            decided(contact.addresses());
            promise.complete(known(bare));
        });
        return promise.future();
    }

    @OnLoop
    private void decided(Collection<Address> about) {
        look(about);
        host.keep(claims.decisions());
    }

    /** What the user decided in former times. What they decided since goes before it, and is kept with it. */
    @OnLoop
    public void decisions(List<PersonDecision> kept) {
        List<PersonDecision> since = claims.decisions();
        kept.stream().flatMap(this::own).forEach(claims::decide);
        since.forEach(claims::decide);
        look(kept.stream()
                .flatMap(this::own)
                .flatMap(decision -> Stream.of(decision.one(), decision.other()))
                .toList());
        if (!since.isEmpty()) {
            host.keep(claims.decisions());
        }
    }

    @Override
    public CompletableFuture<Void> directory(String name, boolean trusted, Collection<DirectoryEntry> entries) {
        List<DirectoryEntry> copy = entries.stream().map(this::own).toList();
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> {
            Set<Address> touched = lists.directory(name, trusted, copy, claims);
            copy.forEach(entry -> entry.addresses().forEach(this::made));
            look(touched);
            promise.complete(null);
        });
        return promise.future();
    }

    /** What somebody says are their other addresses, now. */
    @OnLoop
    public void claims(Address by, PersonClaim.Kind kind, Set<Address> of) {
        Address bare = by.bare();
        Set<Address> touched = new LinkedHashSet<>(List.of(bare));
        for (PersonClaim before : List.copyOf(claims.about(bare))) {
            if (before.kind() == kind && before.by().equals(bare)) {
                claims.remove(before);
                touched.add(before.of());
            }
        }
        for (Address other : of) {
            Address theirs = own(other);
            if (!theirs.equals(bare)) {
                claims.add(new PersonClaim(bare, theirs, kind, because(kind)));
                touched.add(theirs);
            }
        }
        look(touched);
    }

    private static String because(PersonClaim.Kind kind) {
        return switch (kind) {
            case VCARD -> "its vCard says so";
            case CALL_INFO -> "its calls say so";
            case PRESENCE -> "its presence says so";
            case USER, DIRECTORY, REALM, LISTING ->
                throw new IllegalArgumentException(kind + " is not what somebody says of themselves");
        };
    }

    /** Looks again who is who, and tells what became of it. */
    @OnLoop
    private void look(Collection<Address> changed) {
        changed.forEach(this::sameNumber);
        people.regroup(claims, changed, new People.Observer() {
            @Override
            public void is(Person person, Grouping.Group group) {
                update(person, group);
            }

            @Override
            public void merged(Person gone, Person into, boolean wasListed) {
                host.merged(gone, into);
                if (wasListed) {
                    host.emit(new ContactRemoved(gone));
                }
            }
        });
    }

    // --- what the halves tell

    /** All of the server's list. */
    @OnLoop
    public void roster(List<RosterEntry> entries) {
        Set<Address> gone = new LinkedHashSet<>(lists.roster());
        for (RosterEntry entry : entries) {
            gone.remove(entry.address());
            entry(entry);
        }
        gone.forEach(this::entryRemoved);
    }

    /** One entry of the server's list. */
    @OnLoop
    public void entry(RosterEntry entry) {
        lists.roster(entry);
        refresh(known(entry.address()));
    }

    /** An entry is gone from the server's list. */
    @OnLoop
    public void entryRemoved(Address address) {
        if (lists.offRoster(address)) {
            refresh(known(address));
        }
    }

    /** A source told something about presence. */
    @OnLoop
    public void presence(PresenceFragment fragment) {
        change(known(fragment.contact()), person -> person.put(fragment));
    }

    /** A source of presence is gone. */
    @OnLoop
    public void presenceGone(Address contact, PresenceFragment.Source source) {
        people.find(contact.bare()).ifPresent(person -> {
            if (source.kind() == PresenceFragment.Kind.XMPP_RESOURCE) {
                forgetDevice(person, source.id());
            }
            change(person, p -> p.remove(source));
        });
    }

    /** A half went offline: nothing that it told counts any longer. */
    @OnLoop
    public void offline(Protocol protocol) {
        Set<PresenceFragment.Kind> kinds = protocol == Protocol.XMPP ? FROM_XMPP : FROM_SIP;
        people.all().toList().forEach(person -> {
            List.copyOf(person.devices().keySet()).stream()
                    .filter(device -> device.protocol() == protocol)
                    .forEach(device -> person.device(device, Set.of()));
            change(person, p -> p.removeAll(kinds));
        });
    }

    /** What somebody wishes to be called. */
    @OnLoop
    public void nickname(Address of, String nickname) {
        lists.nickname(of.bare(), nickname);
        refresh(known(of.bare()));
    }

    /** What avatar somebody has. */
    @OnLoop
    public void avatar(Address of, String id) {
        lists.avatar(of.bare(), id);
        refresh(known(of.bare()));
    }

    /** A device told what it can do. */
    @OnLoop
    public void capabilities(Address device, Set<Capability> can) {
        Person person = known(device.bare());
        if (person.device(device, can) && person.facts().listed()) {
            host.emit(new ContactChanged(person));
        }
    }

    /** The person with that address, listed or not; made when there was none. From any thread. */
    public Contact somebody(Address address) {
        return known(own(address));
    }

    /** Who a contact is now, after it may have turned out to be another. From any thread. */
    public Contact current(Contact contact) {
        return known(contact.addresses().iterator().next());
    }

    /** The devices of a person that are online. */
    @OnLoop
    public Map<Address, Set<Capability>> devices(Contact contact) {
        return contact instanceof Person person ? person.devices() : Map.of();
    }

    // --- bookkeeping

    /** The form in which an address is known here. */
    private Address own(Address address) {
        return numbers.canonical(address.bare());
    }

    private DirectoryEntry own(DirectoryEntry entry) {
        Set<Address> addresses = new LinkedHashSet<>();
        entry.addresses().forEach(address -> addresses.add(own(address)));
        return new DirectoryEntry(entry.name(), addresses, entry.groups());
    }

    /** Two ways to write one number are nothing to decide about. */
    private Stream<PersonDecision> own(PersonDecision decision) {
        Address one = own(decision.one());
        Address other = own(decision.other());
        return one.equals(other) ? Stream.empty() : Stream.of(new PersonDecision(one, other, decision.same()));
    }

    /** Whose address in the own SIP domain is a number, has that number. */
    @OnLoop
    private void sameNumber(Address address) {
        numbers.vouchedFor(address)
                .ifPresent(number -> claims.add(new PersonClaim(
                        address, number, PersonClaim.Kind.REALM, "the same number in " + numbers.sipDomain())));
    }

    private void forgetDevice(Person person, String jid) {
        person.devices().keySet().stream()
                .filter(device ->
                        device instanceof Address.Xmpp full && full.jid().equals(jid))
                .findFirst()
                .ifPresent(device -> person.device(device, Set.of()));
    }

    private void change(Person person, Consumer<Person> change) {
        Presence before = person.presence();
        change.accept(person);
        if (person.refold() && person.facts().listed()) {
            host.emit(new PresenceChanged(person, before, person.presence()));
        }
    }

    /** From any thread. Whom the address belongs to may have been said before anybody had it. */
    private Person known(Address bare) {
        Optional<Person> there = people.find(bare);
        if (there.isPresent()) {
            return there.get();
        }
        Person made = made(bare);
        if (!host.loop().inLoop()) {
            host.loop().execute(() -> look(List.of(bare)));
            return made;
        }
        look(List.of(bare));
        return people.find(bare).orElse(made);
    }

    /** From any thread; whom else the address belongs to is still to be looked at. */
    private Person made(Address bare) {
        List<Address> addresses = new ArrayList<>(List.of(bare));
        realm.twin(bare).ifPresent(addresses::add);
        return people.known(bare, addresses);
    }

    @OnLoop
    private void refresh(Person person) {
        update(
                person,
                new Grouping.Group(
                        List.copyOf(person.addresses()), person.facts().joinedBy()));
    }

    @OnLoop
    private void update(Person person, Grouping.Group group) {
        boolean wasListed = person.facts().listed();
        Person.Facts facts = lists.facts(group, claims.hints(group.addresses()));
        if (person.update(facts)) {
            if (facts.listed()) {
                host.emit(wasListed ? new ContactChanged(person) : new ContactAdded(person));
            } else if (wasListed) {
                host.emit(new ContactRemoved(person));
            }
        }
        change(person, p -> {});
    }

    private static Failure unsupported(String message) {
        return Failure.of(Failure.Kind.UNSUPPORTED, Failure.Origin.LOCAL, Failure.Retry.NEVER, message);
    }
}

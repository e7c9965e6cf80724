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
import dev.duet.model.Failure;
import dev.duet.model.Presence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The contact list: people by their addresses. Somebody who is on no list, but calls or writes, is a person, too; they
 * are known while the account is open and not listed.
 */
public final class ContactBook implements Contacts {

    private static final Set<PresenceFragment.Kind> FROM_XMPP = EnumSet.of(PresenceFragment.Kind.XMPP_RESOURCE);
    private static final Set<PresenceFragment.Kind> FROM_SIP =
            EnumSet.of(PresenceFragment.Kind.PIDF_TUPLE, PresenceFragment.Kind.DIALOG_INFO);

    private final ContactHost host;
    private final Realm realm;
    private final Map<Address, Person> byAddress = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Set<Address> watched = new LinkedHashSet<>(); // this and below: on the loop
    private final Set<Address> roster = new LinkedHashSet<>();

    /** An empty list. */
    public ContactBook(ContactHost host, Realm realm) {
        this.host = host;
        this.realm = realm;
    }

    // --- what the application reads

    @Override
    public List<Contact> all() {
        return byAddress.values().stream()
                .distinct()
                .filter(person -> person.facts().listed())
                .sorted(Comparator.comparing(Person::name, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(Person::id))
                .map(Contact.class::cast)
                .toList();
    }

    @Override
    public Optional<Contact> find(String address) {
        return AddressInput.read(address, EnumSet.allOf(Protocol.class)).addresses().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<Contact> find(Address address) {
        return person(address).filter(person -> person.facts().listed()).map(Contact.class::cast);
    }

    private Optional<Person> person(Address address) {
        return Optional.ofNullable(byAddress.get(address.bare()));
    }

    // --- what the application commands

    @Override
    public CompletableFuture<Contact> add(String address, String name, Set<String> groups) {
        Address chosen =
                AddressInput.read(address, host.protocols()).addresses().get(0).bare();
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
            if (!roster.contains(address)) { // the server's push may come after its result
                entry(new RosterEntry(address, name, groups, RosterEntry.Visibility.NONE, true));
            }
        } else if (watched.add(address)) {
            list(address, new RosterEntry(address, name, groups, RosterEntry.Visibility.TO, false));
        }
        promise.complete(byAddress.get(address));
    }

    @Override
    public CompletableFuture<Void> remove(Contact contact) {
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> {
            Optional<Address> listed = contact.addresses().stream()
                    .filter(address -> roster.contains(address) || watched.contains(address))
                    .findFirst();
            if (listed.isEmpty()) {
                promise.complete(null);
                return;
            }
            Address address = listed.get();
            Optional<Link> link = host.link(address.protocol());
            if (watched.remove(address)) {
                link.ifPresent(half -> half.unwatch(address));
                unlist(address);
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

    // --- what the halves tell

    /** All of the server's list. */
    @OnLoop
    public void roster(List<RosterEntry> entries) {
        Set<Address> gone = new LinkedHashSet<>(roster);
        for (RosterEntry entry : entries) {
            gone.remove(entry.address());
            entry(entry);
        }
        gone.forEach(this::entryRemoved);
    }

    /** One entry of the server's list. */
    @OnLoop
    public void entry(RosterEntry entry) {
        roster.add(entry.address());
        list(entry.address(), entry);
    }

    /** An entry is gone from the server's list. */
    @OnLoop
    public void entryRemoved(Address address) {
        if (roster.remove(address)) {
            unlist(address);
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
        person(contact).ifPresent(person -> {
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
        byAddress.values().stream().distinct().toList().forEach(person -> {
            List.copyOf(person.devices().keySet()).stream()
                    .filter(device -> device.protocol() == protocol)
                    .forEach(device -> person.device(device, Set.of()));
            change(person, p -> p.removeAll(kinds));
        });
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
        return known(address.bare());
    }

    /** The devices of a person that are online. */
    @OnLoop
    public Map<Address, Set<Capability>> devices(Contact contact) {
        return contact instanceof Person person ? person.devices() : Map.of();
    }

    // --- bookkeeping

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

    private Person known(Address bare) {
        Person person = byAddress.get(bare);
        return person != null ? person : create(bare);
    }

    /** From any thread: an address that was made a person meanwhile stays that person. */
    private synchronized Person create(Address address) {
        Person meanwhile = byAddress.get(address);
        if (meanwhile != null) {
            return meanwhile;
        }
        Person person = new Person("contact-" + lastId.incrementAndGet(), facts(address));
        person.facts().addresses().forEach(each -> byAddress.put(each, person));
        return person;
    }

    private Person.Facts facts(Address address) {
        List<Address> addresses = new ArrayList<>(List.of(address));
        Optional<Address> twin = realm.twin(address);
        twin.ifPresent(addresses::add);
        return new Person.Facts(new LinkedHashSet<>(addresses), twin.isPresent() ? realm.because() : "", null, false);
    }

    private void list(Address address, RosterEntry entry) {
        Person person = known(address);
        RosterEntry shown = preferred(person, entry);
        boolean wasListed = person.facts().listed();
        Person.Facts facts =
                new Person.Facts(person.facts().addresses(), person.facts().mergedBecause(), shown, true);
        if (person.update(facts)) {
            host.emit(wasListed ? new ContactChanged(person) : new ContactAdded(person));
        }
        change(person, p -> {});
    }

    /** A server's entry says more than a watch of this account's own. */
    private static RosterEntry preferred(Person person, RosterEntry entry) {
        RosterEntry before = person.facts().entry();
        return before != null && before.address() instanceof Address.Xmpp && !(entry.address() instanceof Address.Xmpp)
                ? before
                : entry;
    }

    private void unlist(Address address) {
        Person person = byAddress.get(address);
        if (person == null
                || person.facts().addresses().stream().anyMatch(a -> roster.contains(a) || watched.contains(a))) {
            return;
        }
        person.update(
                new Person.Facts(person.facts().addresses(), person.facts().mergedBecause(), null, false));
        host.emit(new ContactRemoved(person));
    }

    private static Failure unsupported(String message) {
        return Failure.of(Failure.Kind.UNSUPPORTED, Failure.Origin.LOCAL, Failure.Retry.NEVER, message);
    }
}

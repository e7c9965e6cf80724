package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.api.Contacts;
import dev.duet.api.event.ContactAdded;
import dev.duet.api.event.ContactChanged;
import dev.duet.api.event.ContactRemoved;
import dev.duet.api.event.PresenceChanged;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.Mood;
import dev.duet.model.PersonClaim;
import dev.duet.model.PersonDecision;
import dev.duet.model.Presence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.model.Tune;
import dev.duet.spi.OnLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of people: who is on which list, who is whom, and how they are. Somebody who is on no list, but calls
 * or writes, is a person, too; they are known while the account is open and not listed.
 */
public final class ContactFacts {

    private static final Set<PresenceFragment.Kind> FROM_XMPP = EnumSet.of(PresenceFragment.Kind.XMPP_RESOURCE);
    private static final Set<PresenceFragment.Kind> FROM_SIP =
            EnumSet.of(PresenceFragment.Kind.PIDF_TUPLE, PresenceFragment.Kind.DIALOG_INFO);

    private static final int MOST_CALLERS = 256;

    private final ContactHost host;
    private final Realm realm;
    private final Numbers numbers;
    private final People people = new People();
    private boolean xmppTells; // on the loop
    private final Lists lists = new Lists(); // on the loop
    private final Claims claims;
    private final Set<Address> callers = new LinkedHashSet<>();

    /** Nobody is known. */
    public ContactFacts(ContactHost host, Realm realm, Numbers numbers) {
        this.host = host;
        this.realm = realm;
        this.numbers = numbers;
        this.claims = new Claims(realm);
    }

    Numbers numbers() {
        return numbers;
    }

    @OnLoop
    Lists lists() {
        return lists;
    }

    // --- who is on the list; from any thread

    Stream<Person> listed() {
        return people.all().filter(person -> person.facts().listed());
    }

    Optional<Person> listed(Address address) {
        return people.find(own(address)).filter(person -> person.facts().listed());
    }

    /** SIP addresses and numbers that a person says are theirs, which nobody has confirmed or has. From any thread. */
    public List<Address> claimed(Contact contact) {
        Set<Address> theirs = contact.addresses();
        return contact.hints().stream()
                .filter(hint -> hint.kind() == PersonClaim.Kind.VCARD || hint.kind() == PersonClaim.Kind.PRESENCE)
                .filter(hint -> theirs.contains(hint.by()) && !theirs.contains(hint.of()))
                .map(PersonClaim::of)
                .filter(other ->
                        other.protocol() == Protocol.SIP && listed(other).isEmpty())
                .distinct()
                .sorted(Grouping.PREFERRED_FIRST)
                .toList();
    }

    /** The XMPP addresses of those on the list who an address may be, as somebody says and nobody has confirmed. */
    @OnLoop
    public List<Address> mayBe(Address address) {
        Address bare = own(address);
        return claims.hints(List.of(bare)).stream()
                .map(hint -> hint.by().equals(bare) ? hint.of() : hint.by())
                .filter(other -> other instanceof Address.Xmpp && listed(other).isPresent())
                .distinct()
                .toList();
    }

    /** Who somebody is, for sure or by a cue. From any thread. */
    public Optional<Contacts.Match> identify(Address address) {
        return Identities.identify(
                own(address),
                numbers,
                bare -> listed(bare).map(Contact.class::cast),
                bare -> claims.hints(List.of(bare)));
    }

    // --- who is whom

    /** The user says that addresses are one person. */
    @OnLoop
    Person link(Contact contact, Address address) {
        Address bare = own(address);
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
        return known(bare);
    }

    /** The user says that an address is not this person's; empty when it was not, or is all that they have. */
    @OnLoop
    Optional<Person> split(Contact contact, Address address) {
        Address bare = own(address);
        Set<Address> before = contact.addresses();
        List<Address> others =
                before.stream().filter(other -> !other.equals(bare)).toList();
        if (!before.contains(bare) || others.isEmpty()) {
            return Optional.empty();
        }
        others.forEach(other -> claims.decide(new PersonDecision(other, bare, false)));
        decided(before);
        return Optional.of(known(bare));
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

    /** The contents of a directory of the application's. */
    @OnLoop
    void directory(
            String name,
            boolean trusted,
            Collection<DirectoryEntry> entries,
            Contacts.@Nullable DirectoryEditor editor) {
        List<Lists.Listed> own = entries.stream().map(this::own).toList();
        Set<Address> touched = lists.directory(name, trusted, own, editor, claims);
        own.forEach(listed -> listed.entry().addresses().forEach(this::made));
        look(touched);
    }

    /** An entry of a directory is another one now, or none. */
    @OnLoop
    void edited(Lists.Holder holder, @Nullable DirectoryEntry after) {
        look(lists.edit(holder, after == null ? null : own(after), claims));
    }

    /** What somebody says are their other addresses, now. */
    @OnLoop
    public void claims(Address by, PersonClaim.Kind kind, Set<Address> of) {
        Address bare = by.bare();
        if (kind == PersonClaim.Kind.CALL_INFO) {
            rememberCaller(bare);
        }
        look(replace(bare, kind, of));
    }

    /** Anybody can call with a cue: those who called last are remembered. */
    private void rememberCaller(Address caller) {
        callers.remove(caller);
        callers.add(caller);
        if (callers.size() > MOST_CALLERS) {
            Address first = callers.iterator().next();
            callers.remove(first);
            look(replace(first, PersonClaim.Kind.CALL_INFO, Set.of()));
        }
    }

    private Set<Address> replace(Address bare, PersonClaim.Kind kind, Set<Address> of) {
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
        return touched;
    }

    private static String because(PersonClaim.Kind kind) {
        return switch (kind) {
            case VCARD -> "the vCard of the first says so";
            case CALL_INFO -> "calls from the first say so";
            case PRESENCE -> "the presence of the first says so";
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
        host.regrouped();
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

    /** A half is online: whom it has told nothing of is not there. */
    @OnLoop
    public void online(Protocol protocol) {
        if (protocol == Protocol.XMPP) {
            xmppTells = true;
            people.all().toList().forEach(person -> change(person, p -> {}));
        }
    }

    /** A half went offline: nothing that it told counts any longer, and nobody knows. */
    @OnLoop
    public void offline(Protocol protocol) {
        xmppTells &= protocol != Protocol.XMPP;
        if (protocol == Protocol.XMPP) {
            lists.forgetMoods().forEach(of -> refresh(known(of)));
        }
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

    /** How somebody feels. */
    @OnLoop
    public void mood(Address of, @Nullable Mood mood) {
        lists.mood(of.bare(), mood);
        refresh(known(of.bare()));
    }

    /** What somebody listens to. */
    @OnLoop
    public void tune(Address of, @Nullable Tune tune) {
        lists.tune(of.bare(), tune);
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

    // --- bookkeeping

    /** The form in which an address is known here. */
    Address own(Address address) {
        return numbers.canonical(address.bare());
    }

    private Lists.Listed own(DirectoryEntry entry) {
        Set<Address> addresses = new LinkedHashSet<>();
        entry.addresses().forEach(address -> addresses.add(own(address)));
        boolean same = addresses.equals(entry.addresses());
        return new Lists.Listed(same ? entry : new DirectoryEntry(entry.name(), addresses, entry.groups()), entry);
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
        if (person.refold(xmppTells) && person.facts().listed()) {
            host.emit(new PresenceChanged(person, before, person.presence()));
        }
    }

    /** The person with that address, listed or not; made when there was none. From any thread. */
    public Contact somebody(Address address) {
        return known(own(address));
    }

    /** From any thread. Whom the address belongs to may have been said before anybody had it. */
    Person known(Address bare) {
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
    void refresh(Person person) {
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
}

package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.internal.presence.PresenceFold;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.Mood;
import dev.duet.model.PersonClaim;
import dev.duet.model.Presence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.model.Tune;
import dev.duet.spi.OnLoop;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A contact. Changed on the loop alone; what others read are volatile snapshots. One that turned out to be the same as
 * another person passes everything on to that one, so that a handle never goes stale.
 */
final class Person implements Contact {

    private final long number;
    private final Map<PresenceFragment.Source, PresenceFragment> fragments = new HashMap<>();
    private final Map<Address, Set<Capability>> devices = new HashMap<>();
    private volatile Facts facts;
    private volatile SearchText searchText;
    private volatile Map<Address, Set<Capability>> devicesNow = Map.of();
    private volatile Presence presence = Presence.UNKNOWN;
    private volatile Set<Capability> capabilities = Set.of();
    private volatile @Nullable Person mergedInto;

    /**
     * What is known about a contact from lists and claims.
     *
     * @param joinedBy why the addresses are one person
     * @param hints what one side alone claims
     * @param entry of a server's list, or a watch of this account's own
     * @param nickname what they wish to be called; empty when they did not tell
     * @param avatarId the id of their avatar; empty for none
     * @param mood how they feel; null when they do not tell
     * @param tune what they listen to; null when they do not tell
     */
    record Facts(
            Set<Address> addresses,
            List<PersonClaim> joinedBy,
            List<PersonClaim> hints,
            String name,
            Set<String> groups,
            @Nullable RosterEntry entry,
            boolean listed,
            String nickname,
            String avatarId,
            @Nullable Mood mood,
            @Nullable Tune tune) {

        Facts {
            addresses = Collections.unmodifiableSet(new LinkedHashSet<>(addresses));
            joinedBy = List.copyOf(joinedBy);
            hints = List.copyOf(hints);
            groups = Set.copyOf(groups);
        }

        /** Of somebody on no list, whose addresses these are as far as anybody knows. */
        static Facts of(List<Address> addresses) {
            Set<Address> all = new LinkedHashSet<>(addresses);
            return new Facts(all, List.of(), List.of(), "", Set.of(), null, false, "", "", null, null);
        }
    }

    Person(long number, Facts facts) {
        this.number = number;
        this.facts = facts;
        this.searchText = SearchText.of(this);
        refold(false);
    }

    long number() {
        return number;
    }

    private Person self() {
        Person other = mergedInto;
        return other == null ? this : other.self();
    }

    @OnLoop
    boolean update(Facts newFacts) {
        boolean changed = !facts.equals(newFacts);
        facts = newFacts;
        if (changed) {
            searchText = SearchText.of(this);
        }
        return changed;
    }

    @OnLoop
    void mergeInto(Person other) {
        mergedInto = other;
        other.fragments.putAll(fragments);
        other.devices.putAll(devices);
        fragments.clear();
        devices.clear();
        other.recount();
    }

    /** Gives what is known about some addresses to the person whose they are now. */
    @OnLoop
    void give(Set<Address> addresses, Person other) {
        fragments.values().removeIf(fragment -> {
            boolean theirs = addresses.contains(fragment.contact().bare());
            if (theirs) {
                other.fragments.put(fragment.source(), fragment);
            }
            return theirs;
        });
        devices.entrySet().removeIf(device -> {
            boolean theirs = addresses.contains(device.getKey().bare());
            if (theirs) {
                other.devices.put(device.getKey(), device.getValue());
            }
            return theirs;
        });
        recount();
        other.recount();
    }

    @OnLoop
    void put(PresenceFragment fragment) {
        fragments.put(fragment.source(), fragment);
    }

    @OnLoop
    void remove(PresenceFragment.Source source) {
        fragments.remove(source);
    }

    @OnLoop
    void removeAll(Set<PresenceFragment.Kind> kinds) {
        fragments.keySet().removeIf(source -> kinds.contains(source.kind()));
    }

    /**
     * Folds presence again; true when that changed it.
     *
     * @param xmppTells true while the XMPP server tells who is there, so that its silence means something
     */
    @OnLoop
    boolean refold(boolean xmppTells) {
        RosterEntry entry = facts.entry();
        boolean subscribed = xmppTells
                && entry != null
                && entry.address() instanceof Address.Xmpp
                && entry.subscription().seesContact();
        Presence before = presence;
        presence = PresenceFold.fold(fragments.values(), subscribed);
        return !presence.equals(before);
    }

    @OnLoop
    boolean device(Address device, Set<Capability> can) {
        if (can.isEmpty()) {
            devices.remove(device);
        } else {
            devices.put(device, Set.copyOf(can));
        }
        return recount();
    }

    private boolean recount() {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        devices.values().forEach(all::addAll);
        boolean changed = !all.equals(capabilities);
        devicesNow = Map.copyOf(devices);
        capabilities = Set.copyOf(all);
        return changed;
    }

    /** The devices that are online. From any thread. */
    Map<Address, Set<Capability>> devices() {
        return self().devicesNow;
    }

    Facts facts() {
        return self().facts;
    }

    SearchText searchText() {
        return searchText;
    }

    @Override
    public String id() {
        return "contact-" + number;
    }

    @Override
    public String name() {
        Facts now = facts();
        String name = now.name().isEmpty() ? now.nickname() : now.name();
        return name.isEmpty() ? List.copyOf(now.addresses()).get(0).text() : name;
    }

    @Override
    public String nickname() {
        return facts().nickname();
    }

    @Override
    public Optional<String> avatarId() {
        return Optional.of(facts().avatarId()).filter(id -> !id.isEmpty());
    }

    @Override
    public Optional<Mood> mood() {
        return Optional.ofNullable(facts().mood());
    }

    @Override
    public Optional<Tune> tune() {
        return Optional.ofNullable(facts().tune());
    }

    @Override
    public Set<String> groups() {
        return facts().groups();
    }

    @Override
    public Set<Address> addresses() {
        return facts().addresses();
    }

    @Override
    public String mergedBecause() {
        return facts().joinedBy().stream()
                .map(claim -> claim.by() + " and " + claim.of() + ": " + claim.because()
                        + (claim.kind().weight() == PersonClaim.Weight.MUTUAL ? ", and the second confirms it" : ""))
                .collect(Collectors.joining("; "));
    }

    @Override
    public List<PersonClaim> mergedBy() {
        return facts().joinedBy();
    }

    @Override
    public List<PersonClaim> hints() {
        return facts().hints();
    }

    @Override
    public Presence presence() {
        return self().presence;
    }

    @Override
    public Set<Capability> capabilities() {
        return self().capabilities;
    }

    @Override
    public Optional<RosterEntry> rosterEntry() {
        return Optional.ofNullable(facts().entry());
    }

    @Override
    public String toString() {
        return "Contact[" + name() + ", " + addresses() + "]";
    }
}

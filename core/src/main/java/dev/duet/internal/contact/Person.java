package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.internal.presence.PresenceFold;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.Presence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.spi.OnLoop;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A contact. Changed on the loop alone; what others read are volatile snapshots. */
final class Person implements Contact {

    private final String id;
    private final Map<PresenceFragment.Source, PresenceFragment> fragments = new HashMap<>();
    private final Map<Address, Set<Capability>> devices = new HashMap<>();
    private volatile Facts facts;
    private volatile Presence presence = Presence.UNKNOWN;
    private volatile Set<Capability> capabilities = Set.of();

    /** What lists say about a contact. */
    record Facts(
            Set<Address> addresses,
            String mergedBecause,
            @Nullable RosterEntry entry,
            boolean listed) {

        Facts {
            addresses = Collections.unmodifiableSet(new LinkedHashSet<>(addresses));
        }
    }

    Person(String id, Facts facts) {
        this.id = id;
        this.facts = facts;
        refold();
    }

    @OnLoop
    boolean update(Facts newFacts) {
        boolean changed = !facts.equals(newFacts);
        facts = newFacts;
        return changed;
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

    /** Folds presence again; true when that changed it. */
    @OnLoop
    boolean refold() {
        boolean subscribed =
                facts.entry() != null && facts.entry().subscription().seesContact();
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
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        devices.values().forEach(all::addAll);
        boolean changed = !all.equals(capabilities);
        capabilities = Set.copyOf(all);
        return changed;
    }

    @OnLoop
    Map<Address, Set<Capability>> devices() {
        return devices;
    }

    Facts facts() {
        return facts;
    }

    boolean has(Address address) {
        return facts.addresses().contains(address);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        RosterEntry entry = facts.entry();
        return entry != null && !entry.name().isEmpty()
                ? entry.name()
                : List.copyOf(facts.addresses()).get(0).text();
    }

    @Override
    public Set<String> groups() {
        RosterEntry entry = facts.entry();
        return entry == null ? Set.of() : entry.groups();
    }

    @Override
    public Set<Address> addresses() {
        return facts.addresses();
    }

    @Override
    public String mergedBecause() {
        return facts.mergedBecause();
    }

    @Override
    public Presence presence() {
        return presence;
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Optional<RosterEntry> rosterEntry() {
        return Optional.ofNullable(facts.entry());
    }

    @Override
    public String toString() {
        return "Contact[" + name() + ", " + facts.addresses() + "]";
    }
}

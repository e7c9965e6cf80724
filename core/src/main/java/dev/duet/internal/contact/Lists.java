package dev.duet.internal.contact;

import dev.duet.api.Contacts.DirectoryEditor;
import dev.duet.model.Address;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.Mood;
import dev.duet.model.PersonClaim;
import dev.duet.model.RosterEntry;
import dev.duet.model.Tune;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is on which list: the server's, whom this account watches, the application's directories. For one thread. */
final class Lists {

    private final Map<Address, RosterEntry> roster = new HashMap<>();
    private final Map<Address, RosterEntry> watched = new HashMap<>();
    private final Map<Address, String> nicknames = new HashMap<>();
    private final Map<Address, String> avatars = new HashMap<>();
    private final Map<Address, Mood> moods = new HashMap<>();
    private final Map<Address, Tune> tunes = new HashMap<>();
    private final Map<String, Directory> directories = new TreeMap<>();

    /** One directory; found by address. */
    private record Directory(
            boolean trusted,
            Map<Address, Listed> byAddress,
            @Nullable DirectoryEditor editor) {}

    /**
     * One entry.
     *
     * @param entry as it is known here
     * @param given as the application gave it
     */
    record Listed(DirectoryEntry entry, DirectoryEntry given) {}

    /** An entry and where it is. */
    record Holder(String directory, Listed listed, @Nullable DirectoryEditor editor) {

        boolean isEditable() {
            return editor != null;
        }

        DirectoryEntry given() {
            return listed.given();
        }

        /** Asks the application to change it; any failure of the application's is in the outcome. */
        CompletionStage<Void> edit(@Nullable DirectoryEntry after) {
            try {
                return Objects.requireNonNull(editor).change(listed.given(), after);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    Set<Address> roster() {
        return Set.copyOf(roster.keySet());
    }

    boolean isOnRoster(Address address) {
        return roster.containsKey(address);
    }

    void roster(RosterEntry entry) {
        roster.put(entry.address(), entry);
    }

    boolean offRoster(Address address) {
        return roster.remove(address) != null;
    }

    void watch(RosterEntry entry) {
        watched.put(entry.address(), entry);
    }

    boolean unwatch(Address address) {
        return watched.remove(address) != null;
    }

    boolean isWatched(Address address) {
        return watched.containsKey(address);
    }

    List<RosterEntry> watched() {
        return watched.values().stream()
                .sorted(Comparator.comparing(RosterEntry::address, Grouping.PREFERRED_FIRST))
                .toList();
    }

    /** What the server's list and this account's own have of these. A server's entry says more. */
    List<RosterEntry> entries(Collection<Address> addresses) {
        return Stream.of(roster, watched)
                .flatMap(list -> addresses.stream().map(list::get))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What directories have of these. */
    List<Holder> holders(Collection<Address> addresses) {
        return directories.entrySet().stream()
                .flatMap(directory -> addresses.stream()
                        .map(directory.getValue().byAddress()::get)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(listed -> new Holder(
                                directory.getKey(), listed, directory.getValue().editor())))
                .toList();
    }

    /** Replaces a directory: takes its claims back and makes new ones. Returns the addresses that were or are in it. */
    Set<Address> directory(
            String name, boolean trusted, Collection<Listed> entries, @Nullable DirectoryEditor editor, Claims claims) {
        Set<Address> touched = new LinkedHashSet<>();
        Directory before = directories.remove(name);
        if (before != null) {
            touched.addAll(before.byAddress().keySet());
            before.byAddress().values().stream().distinct().forEach(listed -> claims(
                            name, before.trusted(), listed.entry())
                    .forEach(claims::remove));
        }
        Directory now = new Directory(trusted, new HashMap<>(), editor);
        entries.forEach(listed -> put(name, now, listed, claims));
        if (!now.byAddress().isEmpty()) {
            directories.put(name, now);
        }
        touched.addAll(now.byAddress().keySet());
        return touched;
    }

    /** Puts an entry in the place of one. Returns the addresses of both. */
    Set<Address> edit(Holder holder, @Nullable Listed after, Claims claims) {
        Set<Address> touched = new LinkedHashSet<>();
        Directory directory = directories.get(holder.directory());
        if (directory != null && directory.byAddress().values().removeIf(holder.listed()::equals)) {
            DirectoryEntry before = holder.listed().entry();
            claims(holder.directory(), directory.trusted(), before).forEach(claims::remove);
            touched.addAll(before.addresses());
            if (after != null) {
                put(holder.directory(), directory, after, claims);
                touched.addAll(after.entry().addresses());
            }
        }
        return touched;
    }

    private static void put(String name, Directory directory, Listed listed, Claims claims) {
        listed.entry().addresses().forEach(address -> directory.byAddress().put(address, listed));
        claims(name, directory.trusted(), listed.entry()).forEach(claims::add);
    }

    private static Stream<PersonClaim> claims(String directory, boolean trusted, DirectoryEntry entry) {
        List<Address> addresses =
                entry.addresses().stream().sorted(Grouping.PREFERRED_FIRST).toList();
        PersonClaim.Kind kind = trusted ? PersonClaim.Kind.DIRECTORY : PersonClaim.Kind.LISTING;
        return addresses.stream()
                .skip(1)
                .map(address -> new PersonClaim(addresses.get(0), address, kind, "one entry of " + directory));
    }

    /** What the lists know of a person. */
    Person.Facts facts(Grouping.Group group, List<PersonClaim> hints) {
        List<Address> addresses = group.addresses();
        List<RosterEntry> entries = entries(addresses);
        List<DirectoryEntry> inDirectories = directories.values().stream()
                .flatMap(directory -> addresses.stream().map(directory.byAddress()::get))
                .filter(Objects::nonNull)
                .map(Listed::entry)
                .distinct()
                .toList();
        Set<String> groups = new LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        entries.forEach(entry -> {
            groups.addAll(entry.groups());
            names.add(entry.name());
        });
        inDirectories.forEach(entry -> {
            groups.addAll(entry.groups());
            names.add(entry.name());
        });
        @Nullable RosterEntry first = entries.isEmpty() ? null : entries.get(0);
        return new Person.Facts(
                new LinkedHashSet<>(addresses),
                group.joinedBy(),
                hints,
                names.stream().filter(name -> !name.isEmpty()).findFirst().orElse(""),
                groups,
                first,
                !entries.isEmpty() || !inDirectories.isEmpty(),
                first(addresses, nicknames).orElse(""),
                first(addresses, avatars).orElse(""),
                first(addresses, moods).orElse(null),
                first(addresses, tunes).orElse(null));
    }

    private static <T> Optional<T> first(List<Address> addresses, Map<Address, T> told) {
        return addresses.stream().map(told::get).filter(Objects::nonNull).findFirst();
    }

    void nickname(Address of, String nickname) {
        told(nicknames, of, nickname.isEmpty() ? null : nickname);
    }

    void avatar(Address of, String id) {
        told(avatars, of, id.isEmpty() ? null : id);
    }

    void mood(Address of, @Nullable Mood mood) {
        told(moods, of, mood);
    }

    void tune(Address of, @Nullable Tune tune) {
        told(tunes, of, tune);
    }

    /** Forgets how all feel and what they listen to; returns of whom it was known. */
    Set<Address> forgetMoods() {
        Set<Address> known = new LinkedHashSet<>(moods.keySet());
        known.addAll(tunes.keySet());
        moods.clear();
        tunes.clear();
        return known;
    }

    private static <T> void told(Map<Address, T> all, Address of, @Nullable T value) {
        if (value == null) {
            all.remove(of);
        } else {
            all.put(of, value);
        }
    }
}

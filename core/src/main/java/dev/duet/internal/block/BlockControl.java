package dev.duet.internal.block;

import dev.duet.api.BlockList;
import dev.duet.internal.contact.Numbers;
import dev.duet.internal.contact.Realm;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.Protocol;
import dev.duet.model.SpamReport;
import dev.duet.spi.Blocking;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The list: what the XMPP server keeps for all devices, and what this account alone knows. */
public final class BlockControl implements BlockList {

    private final BlockHost host;
    private final Realm realm;
    private final Numbers numbers;
    private Set<Address> atServer = Set.of(); // this and the next: on the loop
    private Set<Address> here = Set.of();
    private volatile Set<Address> all = Set.of();

    /** An empty list. */
    public BlockControl(BlockHost host, Realm realm, Numbers numbers) {
        this.host = host;
        this.realm = realm;
        this.numbers = numbers;
    }

    @Override
    public Set<Address> addresses() {
        return all;
    }

    @Override
    public boolean blocks(Address address) {
        return BlockRules.covers(all, realm, numbers, address);
    }

    @Override
    public CompletableFuture<Void> block(Collection<? extends Address> addresses, @Nullable SpamReport report) {
        Set<Address> entries = addresses.stream().map(this::entry).collect(Collectors.toUnmodifiableSet());
        host.protocols().stream().map(host::self).forEach(self -> {
            if (BlockRules.covers(entries, realm, numbers, self)) {
                throw new IllegalArgumentException("This would block the account itself: " + self);
            }
        });
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> blockNow(entries, report, promise));
        return promise.future();
    }

    @OnLoop
    private void blockNow(Set<Address> entries, @Nullable SpamReport report, Promise<@Nullable Void> promise) {
        Optional<Blocking> server = server();
        Set<Address> forServer = server.isEmpty() ? Set.of() : ofXmpp(entries);
        keep(union(here, minus(entries, forServer)));
        if (forServer.isEmpty()) {
            promise.complete(null);
            return;
        }
        long operation = host.operations().begin(failure -> {
            if (failure != null && failure.kind() != Failure.Kind.UNSUPPORTED) {
                promise.fail(failure);
                return;
            }
            if (failure == null) {
                serverList(union(atServer, forServer)); // its word of it may come later
            } else {
                keep(union(here, forServer));
            }
            promise.complete(null);
        });
        server.orElseThrow().block(operation, forServer, report);
    }

    private Address entry(Address address) {
        return BlockRules.entry(numbers.canonical(address));
    }

    @Override
    public CompletableFuture<Void> unblock(Collection<? extends Address> addresses) {
        Set<Address> entries = addresses.stream()
                .map(this::entry)
                .flatMap(entry -> Stream.concat(Stream.of(entry), realm.twin(entry).stream()))
                .collect(Collectors.toUnmodifiableSet());
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> unblockNow(entries, promise));
        return promise.future();
    }

    @OnLoop
    private void unblockNow(Set<Address> entries, Promise<@Nullable Void> promise) {
        keep(minus(here, entries));
        Set<Address> forServer = minus(atServer, minus(atServer, entries));
        Optional<Blocking> server = server();
        if (forServer.isEmpty() || server.isEmpty()) {
            promise.complete(null);
            return;
        }
        long operation = host.operations().begin(failure -> {
            if (failure != null) {
                promise.fail(failure);
                return;
            }
            serverList(minus(atServer, forServer));
            promise.complete(null);
        });
        server.get().unblock(operation, forServer);
    }

    /** All that is on the server's list. */
    @OnLoop
    public void serverList(Set<Address> entries) {
        atServer = Set.copyOf(entries);
        changed();
    }

    /** What was kept of former times; what was blocked since stays so, and is kept with it. */
    @OnLoop
    public void kept(Set<Address> entries) {
        boolean more = !entries.containsAll(here);
        here = union(here, entries);
        changed();
        if (more) {
            host.keep(here);
        }
    }

    @OnLoop
    private void keep(Set<Address> entries) {
        if (!entries.equals(here)) {
            here = entries;
            changed();
            host.keep(here);
        }
    }

    @OnLoop
    private void changed() {
        Set<Address> before = all;
        Set<Address> now = union(here, atServer);
        all = now;
        if (!now.equals(before)) {
            host.blockListChanged(minus(now, before), minus(before, now));
        }
    }

    @OnLoop
    private Optional<Blocking> server() {
        return host.link(Protocol.XMPP).flatMap(Link::blocking);
    }

    private static Set<Address> ofXmpp(Set<Address> entries) {
        return entries.stream().filter(Address.Xmpp.class::isInstance).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Address> union(Set<Address> one, Set<Address> other) {
        Set<Address> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return Set.copyOf(both);
    }

    private static Set<Address> minus(Set<Address> from, Set<Address> what) {
        return from.stream().filter(entry -> !what.contains(entry)).collect(Collectors.toUnmodifiableSet());
    }
}

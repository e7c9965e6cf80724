package dev.duet.internal.log;

import dev.duet.api.CallLog;
import dev.duet.internal.loop.Promise;
import dev.duet.internal.store.StoreQueue;
import dev.duet.model.CallRecord;
import dev.duet.model.Failure;
import dev.duet.spi.CallStore;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls of this session in memory, and all calls in a store, if the account has one. */
public final class CallLogControl implements CallLog {

    private static final int MOST = 1000;
    private static final Comparator<CallRecord> NEWEST_FIRST = Comparator.comparing(CallRecord::began)
            .thenComparing(CallRecord::id)
            .reversed();

    private final @Nullable StoreQueue<CallStore> store;
    private final Loop loop;
    private final Executor callbacks;
    private final Map<String, CallRecord> unsaved = new LinkedHashMap<>(); // on the loop
    private final NavigableSet<CallRecord> recent = new ConcurrentSkipListSet<>(NEWEST_FIRST); // changed on the loop
    private int kept; // on the loop: how many are recent

    /** An empty log; null for a store keeps calls no longer than the account is open. */
    public CallLogControl(@Nullable StoreQueue<CallStore> store, Loop loop, Executor callbacks) {
        this.store = store;
        this.loop = loop;
        this.callbacks = callbacks;
    }

    /** A call is over; what follows is done when it is kept, or could not be. */
    @OnLoop
    public void add(CallRecord call, Runnable then) {
        kept += recent.add(call) ? 1 : 0;
        if (kept > MOST) {
            recent.pollLast();
            kept--;
        }
        StoreQueue<CallStore> calls = store;
        if (calls == null) {
            then.run();
            return;
        }
        unsaved.put(call.id(), call);
        List<CallRecord> batch = List.copyOf(unsaved.values());
        calls.ask(
                kept -> {
                    kept.put(batch);
                    return true;
                },
                done -> {
                    if (done != null) {
                        batch.forEach(each -> unsaved.remove(each.id()));
                    }
                    then.run();
                });
    }

    @Override
    public List<CallRecord> recent() {
        return List.copyOf(recent);
    }

    @Override
    public CompletableFuture<List<CallRecord>> latest(int most) {
        return page(Instant.MAX, most);
    }

    @Override
    public CompletableFuture<List<CallRecord>> before(Instant time, int most) {
        return page(Objects.requireNonNull(time, "time"), most);
    }

    private CompletableFuture<List<CallRecord>> page(Instant before, int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("A page has 1 to " + MOST + " calls, unlike " + most);
        }
        Promise<List<CallRecord>> promise = new Promise<>(callbacks);
        StoreQueue<CallStore> calls = store;
        if (calls == null) {
            promise.complete(page(before, most, List.of()));
            return promise.future();
        }
        loop.execute(() -> calls.ask(kept -> kept.newest(before, most), found -> {
            if (found == null) {
                promise.fail(Failure.of(
                        Failure.Kind.INTERNAL, Failure.Origin.LOCAL, Failure.Retry.LATER, "The store of calls fails"));
            } else {
                promise.complete(page(before, most, found));
            }
        }));
        return promise.future();
    }

    private List<CallRecord> page(Instant before, int most, List<CallRecord> kept) {
        return Stream.concat(kept.stream(), recent.stream().filter(call -> call.began()
                        .isBefore(before)))
                .distinct()
                .sorted(NEWEST_FIRST)
                .limit(most)
                .toList();
    }
}

package dev.duet.internal.conversation;

import dev.duet.internal.store.StoreQueue;
import dev.duet.model.Message;
import dev.duet.spi.Loop;
import dev.duet.spi.MessageStore;
import dev.duet.spi.MessageStore.Retention;
import dev.duet.spi.OnLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that outlive the session, if the account has a store. What is saved while the store writes goes together
 * into its next write; what it could not keep is tried again.
 */
@OnLoop
final class MessageArchive {

    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_WAITING = 10_000;

    private final @Nullable StoreQueue<MessageStore> queue;
    private final Retention retention;
    private final Loop loop;
    private final List<Runnable> whenKept = new ArrayList<>();
    private final List<Consumer<Boolean>> whenSafe = new ArrayList<>();
    private Map<Key, Message> unsaved = new LinkedHashMap<>();
    private boolean writing;
    private boolean failing;
    private Loop.Timer again = () -> {};
    private Loop.Timer pruning = () -> {};

    private record Key(boolean incoming, String id) {}

    /** The archive of an account; null for one that keeps nothing. */
    MessageArchive(@Nullable StoreQueue<MessageStore> queue, Retention retention, Loop loop) {
        this.queue = queue;
        this.retention = retention;
        this.loop = loop;
    }

    /** False for an account that keeps nothing beyond its session. */
    boolean exists() {
        return queue != null;
    }

    /** Keeps a message as it is now. */
    void save(Message message) {
        if (queue != null) {
            unsaved.put(new Key(message.incoming(), message.id()), message);
            giveUpOldest();
            loop.execute(this::write); // after what else belongs to it
        }
    }

    /** Runs something when all that was saved before is kept, or could not be. */
    void whenKept(Runnable task) {
        if (failing || !writing && unsaved.isEmpty()) {
            task.run();
        } else {
            whenKept.add(task);
        }
    }

    /**
     * Tells true when all that was saved before is kept; and false before that, when the store fails. Never asked again
     * after true, nor told anything when the account closes first.
     */
    void whenSafe(Consumer<Boolean> kept) {
        if (!writing && unsaved.isEmpty()) {
            kept.accept(true);
            return;
        }
        whenSafe.add(kept);
        if (failing) {
            kept.accept(false);
        }
    }

    private void write() {
        if (queue == null || writing || unsaved.isEmpty()) {
            return;
        }
        writing = true;
        Map<Key, Message> batch = unsaved;
        unsaved = new LinkedHashMap<>();
        List<Runnable> told = List.copyOf(whenKept);
        whenKept.clear();
        List<Consumer<Boolean>> safe = List.copyOf(whenSafe);
        whenSafe.clear();
        boolean failedBefore = failing;
        queue.ask(
                store -> {
                    store.put(batch.values());
                    return true;
                },
                done -> {
                    writing = false;
                    failing = done == null;
                    if (failing) {
                        Map<Key, Message> all = new LinkedHashMap<>(batch);
                        all.putAll(unsaved);
                        unsaved = all;
                        giveUpOldest();
                        again.cancel();
                        again = loop.schedule(AGAIN, this::write);
                        told.forEach(Runnable::run);
                        runAll();
                        if (!failedBefore) {
                            safe.forEach(each -> each.accept(false));
                            whenSafe.forEach(each -> each.accept(false));
                        }
                        whenSafe.addAll(0, safe);
                    } else {
                        told.forEach(Runnable::run);
                        safe.forEach(each -> each.accept(true));
                        write();
                        if (!writing) { // nothing came meanwhile but who waits for what is kept now
                            runAll();
                            List<Consumer<Boolean>> late = List.copyOf(whenSafe);
                            whenSafe.clear();
                            late.forEach(each -> each.accept(true));
                        }
                    }
                });
    }

    /** Of a store that fails for long: one that is slow gets all, since others are told that it has. */
    private void giveUpOldest() {
        Iterator<Key> oldest = unsaved.keySet().iterator();
        while (failing && unsaved.size() > MOST_WAITING) {
            oldest.next();
            oldest.remove();
        }
    }

    private void runAll() {
        List<Runnable> waiting = List.copyOf(whenKept);
        whenKept.clear();
        waiting.forEach(Runnable::run);
    }

    /** Asks the store, after what was saved before is kept; tells null when it failed. */
    <T> void ask(StoreQueue.Access<MessageStore, T> access, Consumer<@Nullable T> then) {
        StoreQueue<MessageStore> known = queue;
        if (known == null) {
            then.accept(null);
        } else {
            whenKept(() -> known.ask(access, then));
        }
    }

    /** Those that somebody may mean by an id. */
    void referred(String id, Consumer<List<Message>> then) {
        ask(store -> store.referred(id), found -> then.accept(found == null ? List.of() : found));
    }

    /** The newest incoming messages that somebody's archive has, whosever; the newest first. */
    void archived(int most, Consumer<List<Message>> then) {
        ask(store -> store.archived(most), found -> then.accept(found == null ? List.of() : found));
    }

    /** Tells what there is, after what is too old is given up. */
    void open(Consumer<List<MessageStore.Summary>> then) {
        prune();
        ask(MessageStore::conversations, found -> then.accept(found == null ? List.of() : found));
    }

    private void prune() {
        if (queue == null || retention.equals(Retention.ALL)) {
            return;
        }
        Instant before =
                Optional.ofNullable(retention.age()).map(loop.now()::minus).orElse(Instant.EPOCH);
        ask(
                store -> {
                    store.prune(before, retention.most());
                    return true;
                },
                done -> {});
        pruning = loop.schedule(DAY, this::prune);
    }

    /** Writes what is left; nothing waits for it any more. */
    void close() {
        again.cancel();
        pruning.cancel();
        Map<Key, Message> rest = unsaved;
        unsaved = new LinkedHashMap<>();
        if (queue != null && !rest.isEmpty()) {
            queue.ask(
                    store -> {
                        store.put(rest.values());
                        return true;
                    },
                    done -> {});
        }
        runAll();
        whenSafe.clear();
    }
}

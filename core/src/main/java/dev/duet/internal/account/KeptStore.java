package dev.duet.internal.account;

import dev.duet.internal.loop.SerialExecutor;
import dev.duet.model.Address;
import dev.duet.model.PersonDecision;
import dev.duet.model.RosterEntry;
import dev.duet.spi.ContactStore;
import dev.duet.spi.OnLoop;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store of what the user decided about contacts, and of blocked addresses, away from the loop. */
final class KeptStore {

    private static final Logger LOG = LoggerFactory.getLogger(KeptStore.class);
    private static final long SECONDS_TO_CLOSE = 2;

    private final AccountServices services;
    private final SerialExecutor serial;
    private final Kept<List<PersonDecision>> decisions;
    private final Kept<Set<Address>> blocked;
    private final Kept<List<RosterEntry>> watched;
    private final ContactStore store;

    KeptStore(String account, AccountServices services) {
        this.services = services;
        this.serial = new SerialExecutor(services.blocking());
        this.store = services.contactStores().open(account);
        this.decisions = new Kept<>("Decisions about contacts", store::load, store::save);
        this.watched = new Kept<>("Watched contacts", store::loadWatched, store::saveWatched);
        this.blocked = new Kept<>("Blocked addresses", store::loadBlocked, store::saveBlocked);
    }

    Kept<List<PersonDecision>> decisions() {
        return decisions;
    }

    Kept<List<RosterEntry>> watched() {
        return watched;
    }

    Kept<Set<Address>> blocked() {
        return blocked;
    }

    /** Waits until everything is kept, two seconds at most. */
    void close() {
        CountDownLatch last = new CountDownLatch(1);
        // What was loaded late is told on the loop, and may have to be saved together with what is new.
        serial.execute(() -> services.loop()
                .execute(() -> serial.execute(() -> {
                    try {
                        store.close();
                    } catch (IOException | RuntimeException e) {
                        LOG.warn("The store of contacts does not close: {}", e.toString());
                    }
                    last.countDown();
                })));
        try {
            if (!last.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
                LOG.warn("The store of contacts is slow: some decisions may not be kept");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads from the store. */
    private interface Load<T> {
        T load() throws IOException;
    }

    /** Writes to the store. */
    private interface Save<T> {
        void save(T value) throws IOException;
    }

    /**
     * One thing in the store. Nothing is saved before the account has what was kept: a store that cannot be read is
     * not overwritten, nor is one that is slow.
     */
    final class Kept<T> {
        private final String what;
        private final Load<T> load;
        private final Save<T> save;
        private boolean loaded; // on the loop

        private Kept(String what, Load<T> load, Save<T> save) {
            this.what = what;
            this.load = load;
            this.save = save;
        }

        /** Loads, and tells on the loop; from then on it saves. */
        void load(Consumer<T> then) {
            serial.execute(() -> {
                try {
                    T kept = load.load();
                    services.loop().execute(() -> {
                        loaded = true;
                        then.accept(kept);
                    });
                } catch (IOException | RuntimeException e) {
                    LOG.warn("{} cannot be loaded, and none will be kept: {}", what, e.toString());
                }
            });
        }

        /** Saves all. */
        @OnLoop
        void save(T value) {
            if (!loaded) {
                return;
            }
            serial.execute(() -> {
                try {
                    save.save(value);
                } catch (IOException | RuntimeException e) {
                    LOG.warn("{} cannot be kept: {}", what, e.toString());
                }
            });
        }
    }
}

package dev.duet.internal.account;

import dev.duet.internal.loop.SerialExecutor;
import dev.duet.model.PersonDecision;
import dev.duet.spi.ContactStore;
import dev.duet.spi.OnLoop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of what the user decided about contacts, away from the loop. Nothing is saved before the account has what
 * was kept: a store that cannot be read is not overwritten, nor is one that is slow.
 */
final class KeptDecisions {

    private static final Logger LOG = LoggerFactory.getLogger(KeptDecisions.class);
    private static final long SECONDS_TO_CLOSE = 2;

    private final AccountServices services;
    private final SerialExecutor serial;
    private final ContactStore store;
    private boolean loaded; // on the loop

    KeptDecisions(String account, AccountServices services) {
        this.services = services;
        this.serial = new SerialExecutor(services.blocking());
        this.store = services.contactStores().open(account);
    }

    /** Loads, and tells on the loop; from then on it saves. */
    void load(Consumer<List<PersonDecision>> then) {
        serial.execute(() -> {
            try {
                List<PersonDecision> kept = store.load();
                services.loop().execute(() -> {
                    loaded = true;
                    then.accept(kept);
                });
            } catch (IOException | RuntimeException e) {
                LOG.warn("Decisions about contacts cannot be loaded, and none will be kept: {}", e.toString());
            }
        });
    }

    /** Saves all decisions. */
    @OnLoop
    void save(List<PersonDecision> decisions) {
        if (!loaded) {
            return;
        }
        serial.execute(() -> {
            try {
                store.save(decisions);
            } catch (IOException | RuntimeException e) {
                LOG.warn("Decisions about contacts cannot be kept: {}", e.toString());
            }
        });
    }

    /** Waits until everything is kept, two seconds at most. */
    void close() {
        CountDownLatch last = new CountDownLatch(1);
        serial.execute(last::countDown);
        try {
            if (!last.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
                LOG.warn("The store of decisions about contacts is slow: some may not be kept");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

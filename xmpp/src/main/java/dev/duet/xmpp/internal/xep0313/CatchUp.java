package dev.duet.xmpp.internal.xep0313;

import dev.duet.model.Address;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a session up to date with an archive, the account's or a room's, page by page, from where an earlier one was.
 * A first session only learns where the archive ends.
 */
@OnLoop
public final class CatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final int PAGE = 100;

    private final Iqs iqs;
    private final Address.@Nullable Xmpp archive;
    private final Address.Xmpp owner;
    private final Place place;
    private final Consumer<Archive.Result> missed;
    private final String queryId = UUID.randomUUID().toString();
    private boolean running;
    private boolean again;

    /** Where in its archive an account is. Outlives the session. */
    public static final class Place {

        private boolean known;
        private @Nullable String last;

        /** True when it is known; then what comes after can be asked for. */
        public boolean isKnown() {
            return known;
        }

        /** A message of that id was told. */
        public void reached(String archiveId) {
            known = true;
            last = archiveId;
        }

        private void learnt(@Nullable String end) {
            if (!known) {
                known = true;
                last = end; // null is the beginning of an archive that was empty
            }
        }
    }

    /**
     * Nothing asked yet.
     *
     * @param archive whom to ask: a room; null for the user's account
     * @param owner whose archive it is, a bare address
     * @param missed is told of each message that came since
     */
    public CatchUp(
            Iqs iqs, Address.@Nullable Xmpp archive, Address.Xmpp owner, Place place, Consumer<Archive.Result> missed) {
        this.iqs = iqs;
        this.archive = archive;
        this.owner = owner;
        this.place = place;
        this.missed = missed;
    }

    /** Learns where the archive ends. */
    public void learnPlace() {
        iqs.set(archive, Archive.query(queryId, new Archive.Page(null, true, 1)), answer -> {
            Xml fin = answer.payload("fin", Archive.NAMESPACE);
            if (fin != null) {
                place.learnt(Archive.end(fin).last());
            } else {
                LOG.debug("The archive does not answer: {}", answer.failure());
            }
        });
    }

    /** Gets all that came since. Then runs that, whether it went well or not. */
    public void run(Runnable then) {
        running = true;
        again = false;
        page(then);
    }

    /**
     * Asks once more when it has all that it asked for, since that may be older than what matters now.
     *
     * @return false when it asks for nothing just now
     */
    public boolean repeat() {
        again = running;
        return running;
    }

    private void page(Runnable then) {
        String from = place.last;
        iqs.set(archive, Archive.query(queryId, new Archive.Page(from, false, PAGE)), answer -> {
            Xml fin = answer.payload("fin", Archive.NAMESPACE);
            if (fin == null) {
                LOG.debug("The archive does not answer: {}", answer.failure());
                done(then);
                return;
            }
            Archive.End end = Archive.end(fin);
            if (end.last() != null) {
                place.reached(end.last());
            }
            if (again || !end.complete() && end.last() != null && !end.last().equals(from)) {
                again = false;
                page(then);
            } else {
                done(then);
            }
        });
    }

    private void done(Runnable then) {
        running = false;
        then.run();
    }

    /**
     * Takes a message that claims to come out of an archive. One that nobody asked for, or that comes from somebody
     * else, is dropped.
     */
    public void take(Xml message) {
        Archive.Result result = Archive.read(message, owner, queryId);
        if (result == null) {
            LOG.debug("Dropped a message that claims to come from the archive");
        } else if (running) {
            place.reached(result.archiveId());
            missed.accept(result);
        }
    }
}

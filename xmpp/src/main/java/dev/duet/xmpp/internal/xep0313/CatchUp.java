package dev.duet.xmpp.internal.xep0313;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a session up to date with an archive, the account's or a room's, page by page, from where an earlier one was.
 * A first session only learns where the archive ends, unless it is told where an earlier run of the program was. Should
 * it be lost before, the next asks for all since it began.
 *
 * <p>What came last is asked for once more: a server that writes for many at once, such as ejabberd, may give a message
 * its place before one that can be read already, and show it later.
 */
@OnLoop
public final class CatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final int PAGE = 100;
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration LATE = Duration.ofMillis(250);
    private static final Duration CLOCKS = Duration.ofMinutes(1); // the server's may be that much behind ours
    private static final Duration SKEW = Duration.ofHours(1); // a device's clock may be that wrong

    private final Loop loop;
    private final Iqs iqs;
    private final Address.@Nullable Xmpp archive;
    private final Address.Xmpp owner;
    private final Place place;
    private final Consumer<Archive.Result> missed;
    private final String queryId = UUID.randomUUID().toString();
    private final List<Seen> seen = new ArrayList<>(); // of the present page
    private boolean running;
    private boolean again;

    private record Seen(String archiveId, @Nullable Instant at) {}

    /** Where in its archive an account is. Outlives the session. */
    public static final class Place {

        /** What was told that short a time ago, or so many messages before the last, may have another before it. */
        static final Duration RECENT = Duration.ofSeconds(5);

        static final int MOST_RECENT = 100;

        private final Deque<Told> recent = new ArrayDeque<>();
        private boolean known;
        private @Nullable String settled; // all before that was told
        private @Nullable Instant at; // when that was sent; while there is none, from when on to ask

        private record Told(String archiveId, long at) {}

        /** True when what comes after can be asked for, be it after a message or since a time. */
        public boolean isKnown() {
            return known || at != null;
        }

        /** While no message is known, what was said since that time is asked for. */
        public void begin(Instant time) {
            if (!isKnown()) {
                at = time.minus(CLOCKS);
            }
        }

        /** An earlier run of the program told a message of that id, which was sent at that time. */
        public void begin(String archiveId, Instant sent) {
            if (!known) {
                known = true;
                settled = archiveId;
                at = sent.minus(SKEW);
            }
        }

        /** A message of that id was told, at that time of the loop. */
        public void reached(String archiveId, long now) {
            if (!known) {
                known = true;
                settled = archiveId; // what is before it was there before us
                at = null;
                return;
            }
            if (recent.isEmpty() || !recent.getLast().archiveId.equals(archiveId)) {
                recent.add(new Told(archiveId, now));
            }
            settle(now);
        }

        /** What to ask for first. */
        Archive.Page next(long now) {
            settle(now);
            return settled == null && at != null ? Archive.Page.since(at, PAGE) : Archive.Page.after(settled, PAGE);
        }

        private void settle(long now) {
            while (!recent.isEmpty()
                    && (recent.size() > MOST_RECENT || now - recent.element().at >= RECENT.toNanos())) {
                settled = recent.remove().archiveId;
                at = null;
            }
        }

        private void learnt(@Nullable String end) {
            if (!known) {
                known = true;
                settled = end; // null is the beginning of an archive that was empty
                at = null;
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
            Loop loop,
            Iqs iqs,
            Address.@Nullable Xmpp archive,
            Address.Xmpp owner,
            Place place,
            Consumer<Archive.Result> missed) {
        this.loop = loop;
        this.iqs = iqs;
        this.archive = archive;
        this.owner = owner;
        this.place = place;
        this.missed = missed;
    }

    /** Learns where the archive ends. */
    public void learnPlace() {
        iqs.set(archive, Archive.query(queryId, Archive.Page.newest(1)), answer -> {
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
        page(place.next(loop.nanoTime()), then);
    }

    private void page(Archive.Page page, Runnable then) {
        String from = page.after();
        seen.clear();
        iqs.set(archive, Archive.query(queryId, page), answer -> {
            Xml fin = answer.payload("fin", Archive.NAMESPACE);
            Instant at = place.at;
            if (fin == null && at != null && from != null && isGone(answer.failure())) {
                page(Archive.Page.since(at, PAGE), then);
                return;
            }
            if (fin == null) {
                LOG.debug("The archive does not answer: {}", answer.failure());
                done(then);
                return;
            }
            Archive.End end = Archive.end(fin);
            if (end.last() != null) {
                place.reached(end.last(), loop.nanoTime());
            }
            if (again) {
                again = false;
                page(then);
            } else if (!end.complete() && end.last() != null && !end.last().equals(from)) {
                page(Archive.Page.after(next(end.last()), PAGE), then);
            } else {
                done(then);
            }
        });
    }

    /** After what to ask for the next page: the end of this one again, half of it at most, unless it is old. */
    private String next(String last) {
        Instant first = seen.isEmpty() ? null : seen.get(0).at;
        Instant newest = seen.isEmpty() ? null : seen.get(seen.size() - 1).at;
        if (first == null || newest == null || newest.isBefore(loop.now().minus(FRESH))) {
            return last;
        }
        Duration half = Duration.between(first, newest).dividedBy(2);
        Instant settled = newest.minus(half.compareTo(LATE) < 0 ? half : LATE);
        for (int i = seen.size() - 2; i >= 0; i--) {
            Instant at = seen.get(i).at;
            if (at != null && !at.isAfter(settled)) {
                return seen.get(i).archiveId;
            }
        }
        return last;
    }

    /** Archives do not keep messages for ever: then where they were is told by the time. */
    private static boolean isGone(@Nullable Failure failure) {
        return failure != null
                && failure.wire() != null
                && failure.wire().condition().equals("item-not-found");
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
            seen.add(new Seen(result.archiveId(), result.at()));
            place.reached(result.archiveId(), loop.nanoTime());
            missed.accept(result);
        }
    }
}

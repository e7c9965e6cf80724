package dev.duet.xmpp.internal.xep0313;

import dev.duet.model.Address;
import dev.duet.model.ArchivePreferences;
import dev.duet.model.Failure;
import dev.duet.spi.ArchiveAnswer;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads archives back, the account's and those of rooms, page by page; and what the account's keeps. Nothing is read
 * before the session has caught up, so that what is new is told as such.
 */
@OnLoop
public final class ArchiveReader implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveReader.class);
    /** More than anybody asks for: an archive that gives more is not listened to any further. */
    private static final int MOST = 1_000;

    private final Iqs iqs;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private final Map<String, Reading> readings = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean open;
    private boolean exists;

    /** Makes of a message of an archive what it tells us; nothing of what is not for us. */
    public interface Reader {
        List<ArchiveAnswer.Entry> read(Archive.Result result);
    }

    /** A page that is on its way. */
    private static final class Reading {
        final Address.Xmpp owner;
        final Reader reader;
        final List<ArchiveAnswer.Entry> entries = new ArrayList<>();
        int results;

        Reading(Address.Xmpp owner, Reader reader) {
            this.owner = owner;
            this.reader = reader;
        }
    }

    private record Waiting(long operation, Runnable task) {}

    /** The archives of a session, which has caught up with none yet. */
    public ArchiveReader(Iqs iqs, Address.Xmpp self, LinkListener listener) {
        this.iqs = iqs;
        this.self = self;
        this.listener = listener;
    }

    @Override
    public void account(DiscoInfo info) {
        exists = info.features().contains(Archive.NAMESPACE);
    }

    /** The session has caught up. */
    public void open() {
        open = true;
        List<Waiting> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(each -> each.task.run());
    }

    /** The session has to catch up first. */
    public void shut() {
        open = false;
    }

    /** Asks the account's archive for a page. */
    public void fetch(long operation, Archive.Page page, Reader reader) {
        ofAccount(operation, () -> read(operation, null, self.bare(), page, reader));
    }

    /** Asks a room's archive for a page. */
    public void fetch(long operation, Address.Xmpp room, Archive.Page page, Reader reader) {
        read(operation, room, room, page, reader);
    }

    private void ofAccount(long operation, Runnable task) {
        if (!open) {
            waiting.add(new Waiting(operation, () -> ofAccount(operation, task)));
        } else if (exists) {
            task.run();
        } else {
            listener.failed(operation, none());
        }
    }

    /** What there is where no archive is. */
    public static Failure none() {
        return Failure.of(
                Failure.Kind.UNSUPPORTED,
                Failure.Origin.SERVER,
                Failure.Retry.NEVER,
                "There is no archive of messages (XEP-0313)");
    }

    private void read(
            long operation, Address.@Nullable Xmpp archive, Address.Xmpp owner, Archive.Page page, Reader reader) {
        String queryId = UUID.randomUUID().toString();
        Reading reading = new Reading(owner, reader);
        readings.put(queryId, reading);
        iqs.set(archive, Archive.query(queryId, page), answer -> {
            readings.remove(queryId);
            Xml fin = answer.payload("fin", Archive.NAMESPACE);
            if (fin == null) {
                listener.failed(operation, failure(answer));
                return;
            }
            Archive.End end = Archive.end(fin);
            String first = end.first() == null ? "" : end.first();
            listener.answered(operation, new ArchiveAnswer.Page(reading.entries, first, end.complete()));
        });
    }

    private static Failure failure(Iqs.Answer answer) {
        return answer.failure() != null
                ? answer.failure()
                : Failure.of(
                        Failure.Kind.UNSUPPORTED,
                        Failure.Origin.SERVER,
                        Failure.Retry.NEVER,
                        "The archive's answer is none (XEP-0313)");
    }

    /**
     * Takes a message that claims to come out of an archive. One of somebody else than was asked is dropped.
     *
     * @return true when it answers a question of this part
     */
    public boolean take(Xml message) {
        String queryId = Archive.queryId(message);
        Reading reading = readings.get(queryId);
        if (reading == null) {
            return false;
        }
        Archive.Result result = Archive.read(message, reading.owner, queryId);
        if (result == null || reading.results == MOST) {
            LOG.debug("Dropped a message that claims to come from an archive");
        } else {
            reading.results++;
            reading.entries.addAll(reading.reader.read(result));
        }
        return true;
    }

    /** Asks what the account's archive keeps. */
    public void fetchPreferences(long operation) {
        ofAccount(operation, () -> iqs.get(null, Preferences.question(), answer -> told(operation, answer, null)));
    }

    /** Sets what the account's archive keeps. */
    public void setPreferences(long operation, ArchivePreferences preferences) {
        ofAccount(
                operation,
                () -> iqs.set(null, Preferences.write(preferences), answer -> told(operation, answer, preferences)));
    }

    /** A server may say no more than that it took them. */
    private void told(long operation, Iqs.Answer answer, @Nullable ArchivePreferences wished) {
        ArchivePreferences told = Preferences.read(answer.payload("prefs", Archive.NAMESPACE));
        ArchivePreferences now = told == null && answer.failure() == null ? wished : told;
        if (now == null) {
            listener.failed(operation, failure(answer));
        } else {
            listener.answered(operation, new ArchiveAnswer.Preferences(now));
        }
    }

    @Override
    public void end() {
        waiting.forEach(each -> listener.failed(each.operation, Iqs.notConnected()));
        waiting.clear();
        readings.clear();
    }
}

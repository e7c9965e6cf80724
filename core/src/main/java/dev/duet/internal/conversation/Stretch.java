package dev.duet.internal.conversation;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.model.MessagePosition;
import dev.duet.model.Protocol;
import dev.duet.spi.ArchiveAnswer;
import dev.duet.spi.ArchiveLink;
import dev.duet.spi.OnLoop;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stretch of what was said with one address, of which all that an archive has is here. It grows backwards. */
@OnLoop
final class Stretch {

    private static final int MOST_UNMET = 1_000;

    private final Address address;
    private final Map<String, OldMessages.Timed> unmet = new LinkedHashMap<>();
    private final @Nullable MessagePosition top;
    private @Nullable MessagePosition edge;
    private String before = "";
    private @Nullable Instant until;
    private boolean begun;
    private boolean complete;
    private boolean byTime;
    private boolean read;

    /**
     * Nothing yet.
     *
     * @param top where it begins; null for now
     */
    Stretch(Address address, @Nullable MessagePosition top) {
        this.address = address;
        this.top = top;
        this.edge = top;
        this.begun = top == null;
    }

    Address address() {
        return address;
    }

    /** True when what comes before that position is in it, or next to it. */
    boolean holds(@Nullable MessagePosition position) {
        if (position == null) {
            return top == null;
        }
        return (top == null || position.compareTo(top) <= 0)
                && (complete || edge != null && position.compareTo(edge) >= 0);
    }

    /** True when it ends with what comes before that position. */
    boolean endsAt(MessagePosition position) {
        return edge != null && position.at().equals(edge.at());
    }

    /** True when it goes back to there, or, for null, to the beginning. */
    boolean reaches(@Nullable MessagePosition oldest) {
        return complete || oldest != null && edge != null && edge.compareTo(oldest) <= 0;
    }

    /** Finds out from where it is to be asked. */
    void begin(History said, Runnable then) {
        MessagePosition start = top;
        if (begun || start == null) {
            then.run();
            return;
        }
        said.at(start, found -> {
            begun = true;
            Optional<String> id = found.filter(this::isOfArchive)
                    .map(message -> message.details().archiveId())
                    .filter(known -> !known.isEmpty());
            before = id.orElse("");
            byTime = id.isEmpty();
            then.run();
        });
    }

    /** True for what an archive that has all of it has, too. */
    boolean isOfArchive(Message message) {
        return message.protocol() == Protocol.XMPP && message.peer().equals(address);
    }

    ArchiveLink.Query query(boolean room, int most) {
        until = byTime && edge != null
                ? edge.at().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1) // archives know no finer time
                : null;
        return new ArchiveLink.Query(address, room, before, until, most);
    }

    /**
     * The archive gave more.
     *
     * @param oldest when the oldest of it was said; null when it had nothing of use
     */
    void grow(ArchiveAnswer.Page page, @Nullable Instant oldest) {
        if (oldest != null) {
            edge = new MessagePosition(oldest, "");
        }
        complete = page.complete() || page.first().isEmpty() || page.first().equals(before);
        before = page.first();
        byTime = false;
    }

    /** Where it ended, in time; null for now. */
    @Nullable
    Instant end() {
        return edge == null ? null : edge.at();
    }

    /** Where it ended; null for now. */
    @Nullable
    MessagePosition edge() {
        return edge;
    }

    /** There is no more. */
    void ends() {
        complete = true;
    }

    /** True when the archive does not know a message any more from which it was asked, so that time has to do. */
    boolean forgetsId(Failure failure) {
        boolean isGone = failure.wire() != null && failure.wire().condition().equals("item-not-found");
        if (!isGone || before.isEmpty() || edge == null) {
            return false;
        }
        before = "";
        byTime = true;
        return true;
    }

    /** A correction of what is older, or nowhere. */
    void unmet(String target, OldMessages.Timed correction) {
        if (unmet.size() < MOST_UNMET) {
            unmet.putIfAbsent(target, correction);
        }
    }

    /** At the beginning of all: what is corrected and may be nowhere. */
    Map<String, OldMessages.Timed> takeUnmet() {
        Map<String, OldMessages.Timed> left = complete ? Map.copyOf(unmet) : Map.of();
        if (complete) {
            unmet.clear();
        }
        return left;
    }

    /** The other side has read all that is older than what it ended with. */
    void isRead() {
        read = true;
    }

    boolean read() {
        return read;
    }
}

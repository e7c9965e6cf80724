package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.Message;
import dev.duet.model.MessagePosition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an account keeps its messages, so that conversations survive a restart. Its methods are called one at a time,
 * on threads that may block. A failure is told to the application once, as a {@code StoreFailed} event; the account
 * goes on with what it has in memory, and tries again to keep it.
 *
 * <p>A conversation is that with a set of addresses: who is one person may change, what was said to whom does not.
 * {@link dev.duet.jdbc.JdbcStore} is one on any database.
 */
public interface MessageStore extends AutoCloseable {

    /**
     * Keeps messages: each takes the place of the one with the same direction and id. All or none; when this returns,
     * they are kept whatever happens to this process.
     */
    void put(Collection<Message> messages) throws IOException;

    /** Messages of a conversation, in order. */
    List<Message> read(Query query) throws IOException;

    /**
     * Those that somebody may mean by an id: with that {@link Message#id()}, or that original or archive's id
     * ({@link dev.duet.model.MessageDetails}).
     */
    List<Message> referred(String id) throws IOException;

    /** What there is with each address, in no particular order. */
    List<Summary> conversations() throws IOException;

    /** What there is with some addresses together; empty for nothing. */
    Optional<Summary> conversation(Set<Address> peers) throws IOException;

    /** The newest messages with the id of an archive ({@link dev.duet.model.MessageDetails}), the newest first. */
    List<Message> archived(int most) throws IOException;

    /** Makes the incoming messages of a conversation READ, up to a position and with it. */
    void markRead(Set<Address> peers, MessagePosition last) throws IOException;

    /** Gives up the oldest messages of each address: those from before a time, and those beyond a number. */
    void prune(Instant before, int most) throws IOException;

    /** Ends the use of the store. */
    @Override
    void close() throws IOException;

    /** Makes the store of an account. */
    @FunctionalInterface
    interface Provider {

        /** The store of the account of that name ({@link dev.duet.model.AccountConfig#name()}). */
        MessageStore open(String account) throws IOException;
    }

    /**
     * Which messages are wanted: the newest of those that fit.
     *
     * @param peers bare addresses of the other side
     * @param text what they contain, in capital or small letters; empty for all
     * @param before those before that position; null for all
     * @param most how many at most, from 1
     */
    record Query(Set<Address> peers, String text, @Nullable MessagePosition before, int most) {

        public Query {
            peers = Set.copyOf(peers);
            if (most < 1) {
                throw new IllegalArgumentException("At least 1 message, unlike " + most);
            }
        }

        /** True for a message of that conversation that is wanted, unless there are too many newer ones. */
        public boolean fits(Message message) {
            return peers.contains(message.peer())
                    && (before == null || message.position().compareTo(before) < 0)
                    && (text.isEmpty()
                            || message.body().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * What there is of a conversation.
     *
     * @param last the newest message
     * @param unread how many incoming messages are not READ
     * @param readTo the newest incoming message that is READ; null for none
     */
    record Summary(Message last, int unread, @Nullable MessagePosition readTo) {}

    /**
     * How long messages are kept.
     *
     * @param age how old they may become, from one minute; null for any age
     * @param most how many are kept with each address, from 1
     */
    record Retention(@Nullable Duration age, int most) {

        /** Everything, for ever. */
        public static final Retention ALL = new Retention(null, Integer.MAX_VALUE);

        public Retention {
            if (most < 1 || age != null && age.compareTo(Duration.ofMinutes(1)) < 0) {
                throw new IllegalArgumentException("Messages are kept for a minute, and one of them, at least");
            }
        }
    }
}

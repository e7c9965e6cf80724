package dev.duet.jdbc;

import dev.duet.model.Address;
import dev.duet.model.Message;
import dev.duet.model.MessagePosition;
import dev.duet.spi.MessageStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages in the table {@code duet_message}. */
final class JdbcMessageStore implements MessageStore {

    private static final String OF_PEER = "SELECT * FROM duet_message WHERE account = ? AND peer_key = ?";
    // One for each index: asked for any of them at once, some databases look through all messages of the account.
    static final String BY_KEY = "SELECT * FROM duet_message WHERE account = ? AND message_key = ?";
    static final String BY_ORIGIN = "SELECT * FROM duet_message WHERE account = ? AND origin_key = ?";
    static final String BY_ARCHIVE = "SELECT * FROM duet_message WHERE account = ? AND archive_key = ?";
    private static final String NEWEST_FIRST = " ORDER BY at_micros DESC, message_key DESC";
    private static final Comparator<Message> ORDER = Comparator.comparing(Message::position);

    private final Database database;
    private final String account;

    JdbcMessageStore(Database database, String account) {
        this.database = database;
        this.account = account;
    }

    @Override
    public void put(Collection<Message> messages) throws IOException {
        database.transaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(MessageRow.UPDATE);
                    PreparedStatement insert = connection.prepareStatement(MessageRow.INSERT)) {
                for (Message message : messages) {
                    MessageRow.fill(update, account, message);
                    if (update.executeUpdate() == 0) {
                        MessageRow.fill(insert, account, message);
                        insert.executeUpdate();
                    }
                }
            }
            return messages.size();
        });
    }

    @Override
    public List<Message> read(Query query) throws IOException {
        return database.transaction(connection -> {
            List<Message> found = new ArrayList<>();
            for (Address peer : query.peers()) {
                found.addAll(read(connection, peer, query));
            }
            found.sort(ORDER);
            return List.copyOf(found.subList(Math.max(0, found.size() - query.most()), found.size()));
        });
    }

    private List<Message> read(Connection connection, Address peer, Query query) throws SQLException {
        MessagePosition before = query.before();
        String sql = OF_PEER
                + (before == null ? "" : " AND (at_micros < ? OR at_micros = ? AND message_key < ?)")
                + (query.text().isEmpty() ? "" : " AND LOWER(body) LIKE ? ESCAPE '!'")
                + NEWEST_FIRST;
        return select(connection, sql, query.most(), statement -> {
            int next = 1;
            statement.setString(next++, account);
            statement.setString(next++, Keys.of(peer.uri()));
            if (before != null) {
                statement.setLong(next++, Columns.micros(before.at()));
                statement.setLong(next++, Columns.micros(before.at()));
                statement.setString(next++, before.key());
            }
            if (!query.text().isEmpty()) {
                statement.setString(next, "%" + literally(query.text().toLowerCase(Locale.ROOT)) + "%");
            }
        });
    }

    private static String literally(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /** Fills in the parameters of a statement. */
    private interface Filler {
        void fill(PreparedStatement statement) throws SQLException;
    }

    private static List<Message> select(Connection connection, String sql, int most, Filler filler)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            filler.fill(statement);
            statement.setMaxRows(most);
            List<Message> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(MessageRow.read(rows));
                }
            }
            return found;
        }
    }

    @Override
    public List<Message> referred(String id) throws IOException {
        String key = Keys.of(id);
        return database.transaction(connection -> {
            Set<Message> found = new LinkedHashSet<>();
            found.addAll(named(connection, BY_KEY, MessagePosition.keyOf(true, id)));
            found.addAll(named(connection, BY_KEY, MessagePosition.keyOf(false, id)));
            found.addAll(named(connection, BY_ORIGIN, key));
            found.addAll(named(connection, BY_ARCHIVE, key));
            return List.copyOf(found);
        });
    }

    private List<Message> named(Connection connection, String sql, String key) throws SQLException {
        return select(connection, sql, 0, statement -> {
            statement.setString(1, account);
            statement.setString(2, key);
        });
    }

    @Override
    public List<Summary> conversations() throws IOException {
        return database.transaction(connection -> {
            List<Summary> all = new ArrayList<>();
            for (Map.Entry<String, Integer> peer : unread(connection).entrySet()) {
                Optional<Message> last = newest(connection, peer.getKey(), "");
                if (last.isPresent()) {
                    all.add(new Summary(last.get(), peer.getValue(), readTo(connection, peer.getKey())));
                }
            }
            return all;
        });
    }

    /** How many are unread, of each who wrote or was written to, by key. */
    private Map<String, Integer> unread(Connection connection) throws SQLException {
        Map<String, Integer> unread = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT peer_key, SUM(is_unread) FROM duet_message WHERE account = ? GROUP BY peer_key")) {
            statement.setString(1, account);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    unread.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        return unread;
    }

    private int unread(Connection connection, String peerKey) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT SUM(is_unread) FROM duet_message WHERE account = ? AND peer_key = ?")) {
            statement.setString(1, account);
            statement.setString(2, peerKey);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    private Optional<Message> newest(Connection connection, String peerKey, String which) throws SQLException {
        return select(connection, OF_PEER + which + NEWEST_FIRST, 1, statement -> {
                    statement.setString(1, account);
                    statement.setString(2, peerKey);
                })
                .stream()
                .findFirst();
    }

    private @Nullable MessagePosition readTo(Connection connection, String peerKey) throws SQLException {
        return newest(connection, peerKey, " AND incoming = 1 AND is_unread = 0")
                .map(Message::position)
                .orElse(null);
    }

    @Override
    public List<Message> archived(int most) throws IOException {
        return database.transaction(connection -> select(
                connection,
                "SELECT * FROM duet_message WHERE account = ? AND archive_key IS NOT NULL" + NEWEST_FIRST,
                most,
                statement -> statement.setString(1, account)));
    }

    @Override
    public Optional<Summary> conversation(Set<Address> peers) throws IOException {
        return database.transaction(connection -> {
            Optional<Summary> together = Optional.empty();
            for (Address peer : peers) {
                String key = Keys.of(peer.uri());
                Optional<Message> last = newest(connection, key, "");
                if (last.isPresent()) {
                    Summary one = new Summary(last.get(), unread(connection, key), readTo(connection, key));
                    together =
                            Optional.of(together.map(others -> sum(others, one)).orElse(one));
                }
            }
            return together;
        });
    }

    private static Summary sum(Summary one, Summary other) {
        MessagePosition a = one.readTo();
        MessagePosition b = other.readTo();
        return new Summary(
                ORDER.compare(one.last(), other.last()) > 0 ? one.last() : other.last(),
                one.unread() + other.unread(),
                a == null || b != null && b.compareTo(a) > 0 ? b : a);
    }

    @Override
    public void markRead(Set<Address> peers, MessagePosition last) throws IOException {
        database.transaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE duet_message SET is_unread = 0, stage = 'READ' WHERE account = ? AND peer_key = ?"
                            + " AND is_unread = 1 AND (at_micros < ? OR at_micros = ? AND message_key <= ?)")) {
                for (Address peer : peers) {
                    update.setString(1, account);
                    update.setString(2, Keys.of(peer.uri()));
                    update.setLong(3, Columns.micros(last.at()));
                    update.setLong(4, Columns.micros(last.at()));
                    update.setString(5, last.key());
                    update.executeUpdate();
                }
            }
            return true;
        });
    }

    @Override
    public void prune(Instant before, int most) throws IOException {
        database.transaction(connection -> {
            try (PreparedStatement old =
                    connection.prepareStatement("DELETE FROM duet_message WHERE account = ? AND at_micros < ?")) {
                old.setString(1, account);
                old.setLong(2, Columns.micros(before));
                old.executeUpdate();
            }
            if (most < Integer.MAX_VALUE) {
                for (String peerKey : unread(connection).keySet()) {
                    keep(connection, peerKey, most);
                }
            }
            return true;
        });
    }

    private void keep(Connection connection, String peerKey, int most) throws SQLException {
        List<Message> kept = select(connection, OF_PEER + NEWEST_FIRST, most, statement -> {
            statement.setString(1, account);
            statement.setString(2, peerKey);
        });
        if (kept.size() < most) {
            return;
        }
        MessagePosition oldest = kept.get(kept.size() - 1).position();
        try (PreparedStatement older =
                connection.prepareStatement("DELETE FROM duet_message WHERE account = ? AND peer_key = ?"
                        + " AND (at_micros < ? OR at_micros = ? AND message_key < ?)")) {
            older.setString(1, account);
            older.setString(2, peerKey);
            older.setLong(3, Columns.micros(oldest.at()));
            older.setLong(4, Columns.micros(oldest.at()));
            older.setString(5, oldest.key());
            older.executeUpdate();
        }
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}

package dev.duet.jdbc;

import dev.duet.model.Address;
import dev.duet.model.PersonDecision;
import dev.duet.model.RosterEntry;
import dev.duet.spi.ContactStore;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the user decided, watches and blocks, in the table {@code duet_contact}. */
final class JdbcContactStore implements ContactStore {

    private static final String DECISION = "decision";
    private static final String WATCHED = "watched";
    private static final String BLOCKED = "blocked";

    private final Database database;
    private final String account;

    JdbcContactStore(Database database, String account) {
        this.database = database;
        this.account = account;
    }

    @Override
    public List<PersonDecision> load() throws IOException {
        return read(
                DECISION,
                fields -> new PersonDecision(
                        Address.parse(fields.get(0)),
                        Address.parse(fields.get(1)),
                        Boolean.parseBoolean(fields.get(2))));
    }

    @Override
    public void save(List<PersonDecision> decisions) throws IOException {
        write(
                DECISION,
                decisions,
                decision -> List.of(decision.one().uri(), decision.other().uri(), String.valueOf(decision.same())));
    }

    @Override
    public Set<Address> loadBlocked() throws IOException {
        return Set.copyOf(read(BLOCKED, fields -> Address.parse(fields.get(0))));
    }

    @Override
    public void saveBlocked(Set<Address> blocked) throws IOException {
        write(BLOCKED, blocked, address -> List.of(address.uri()));
    }

    @Override
    public List<RosterEntry> loadWatched() throws IOException {
        return read(
                WATCHED,
                fields -> new RosterEntry(
                        Address.parse(fields.get(0)),
                        fields.get(1),
                        fields.stream().skip(2).collect(Collectors.toUnmodifiableSet()),
                        RosterEntry.Visibility.TO,
                        false));
    }

    @Override
    public void saveWatched(List<RosterEntry> watched) throws IOException {
        write(WATCHED, watched, entry -> Stream.concat(
                        Stream.of(entry.address().uri(), entry.name()),
                        entry.groups().stream().sorted())
                .toList());
    }

    private <T> List<T> read(String kind, Function<List<String>, T> reader) throws IOException {
        return database.transaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT item FROM duet_contact WHERE account = ? AND kind = ? ORDER BY position")) {
                select.setString(1, account);
                select.setString(2, kind);
                List<T> all = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        all.add(reader.apply(Columns.fields(rows.getString(1))));
                    }
                }
                return List.copyOf(all);
            }
        });
    }

    private <T> void write(String kind, Collection<T> items, Function<T, List<String>> writer) throws IOException {
        database.transaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM duet_contact WHERE account = ? AND kind = ?")) {
                delete.setString(1, account);
                delete.setString(2, kind);
                delete.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO duet_contact (account, kind, position, item) VALUES (?, ?, ?, ?)")) {
                int position = 0;
                for (T item : items) {
                    insert.setString(1, account);
                    insert.setString(2, kind);
                    insert.setInt(3, position++);
                    insert.setString(4, Columns.row(writer.apply(item)).replace('\0', '\uFFFD'));
                    insert.addBatch();
                }
                insert.executeBatch();
                return position;
            }
        });
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}

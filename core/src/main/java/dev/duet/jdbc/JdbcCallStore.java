package dev.duet.jdbc;

import dev.duet.model.Address;
import dev.duet.model.CallDirection;
import dev.duet.model.CallQuality;
import dev.duet.model.CallRecord;
import dev.duet.model.Caution;
import dev.duet.model.EndReason;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.spi.CallStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls in the table {@code duet_call}. */
final class JdbcCallStore implements CallStore {

    private static final Instant LATEST = Columns.instant(Long.MAX_VALUE);

    private final Database database;
    private final String account;

    JdbcCallStore(Database database, String account) {
        this.database = database;
        this.account = account;
    }

    @Override
    public void put(Collection<CallRecord> calls) throws IOException {
        database.transaction(connection -> {
            for (CallRecord call : calls) {
                if (!isKept(connection, call)) {
                    insert(connection, call);
                }
            }
            return calls.size();
        });
    }

    private boolean isKept(Connection connection, CallRecord call) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT 1 FROM duet_call WHERE account = ? AND call_key = ?")) {
            select.setString(1, account);
            select.setString(2, Keys.of(call.id()));
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void insert(Connection connection, CallRecord call) throws SQLException {
        Route route = call.route();
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO duet_call (account, call_key, began, id, direction, remote, name, route, ended,"
                        + " talk_nanos, quality) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, account);
            insert.setString(2, Keys.of(call.id()));
            insert.setLong(3, Columns.micros(call.began()));
            insert.setString(4, call.id());
            insert.setString(5, call.direction().name());
            insert.setString(6, call.remote().uri());
            insert.setString(7, call.name().replace('\0', '\uFFFD'));
            insert.setString(8, route == null ? null : route(route));
            insert.setString(9, ended(call.end()).replace('\0', '\uFFFD'));
            insert.setLong(10, call.talkTime().toNanos());
            insert.setString(11, quality(call.quality()));
            insert.executeUpdate();
        }
    }

    @Override
    public List<CallRecord> newest(Instant before, int most) throws IOException {
        return database.transaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT * FROM duet_call WHERE account = ? AND began < ? ORDER BY began DESC, id DESC")) {
                select.setString(1, account);
                select.setLong(2, before.isBefore(LATEST) ? Columns.micros(before) : Long.MAX_VALUE);
                select.setMaxRows(most);
                List<CallRecord> found = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(read(rows));
                    }
                }
                return List.copyOf(found);
            }
        });
    }

    private static CallRecord read(ResultSet row) throws SQLException {
        return new CallRecord(
                row.getString("id"),
                CallDirection.valueOf(row.getString("direction")),
                Address.parse(row.getString("remote")),
                row.getString("name"),
                Columns.instant(row.getLong("began")),
                route(row.getString("route")),
                ended(Columns.fields(row.getString("ended"))),
                Duration.ofNanos(row.getLong("talk_nanos")),
                quality(Columns.fields(row.getString("quality"))));
    }

    private static @Nullable Route route(@Nullable String row) {
        if (row == null) {
            return null;
        }
        List<String> fields = Columns.fields(row);
        return new Route(
                Address.parse(fields.get(0)),
                Protocol.valueOf(fields.get(1)),
                fields.get(2),
                fields.stream().skip(3).map(Caution::valueOf).collect(Collectors.toUnmodifiableSet()));
    }

    private static String route(Route route) {
        return Columns.row(Stream.concat(
                        Stream.of(route.target().uri(), route.protocol().name(), route.why()),
                        route.cautions().stream().map(Caution::name))
                .toList());
    }

    private static String ended(EndReason end) {
        String what = Columns.row(List.of(end.kind().name(), end.by().name(), end.text()));
        return end.wire() == null ? what : what + Columns.wire(end.wire());
    }

    private static EndReason ended(List<String> fields) {
        return new EndReason(
                EndReason.Kind.valueOf(fields.get(0)),
                EndReason.By.valueOf(fields.get(1)),
                fields.get(2),
                fields.size() > 3 ? Columns.wire(fields.subList(3, 7)) : null);
    }

    private static String quality(CallQuality quality) {
        Duration roundTrip = quality.roundTrip();
        Double remoteLoss = quality.remoteLoss();
        return Columns.row(List.of(
                quality.codec(),
                Long.toString(quality.packetsSent()),
                Long.toString(quality.packetsReceived()),
                Long.toString(quality.packetsLost()),
                Long.toString(quality.packetsDiscarded()),
                Double.toString(quality.concealed()),
                quality.jitter().toString(),
                quality.playoutDelay().toString(),
                roundTrip == null ? "" : roundTrip.toString(),
                remoteLoss == null ? "" : remoteLoss.toString()));
    }

    private static CallQuality quality(List<String> fields) {
        return new CallQuality(
                fields.get(0),
                Long.parseLong(fields.get(1)),
                Long.parseLong(fields.get(2)),
                Long.parseLong(fields.get(3)),
                Long.parseLong(fields.get(4)),
                Double.parseDouble(fields.get(5)),
                Duration.parse(fields.get(6)),
                Duration.parse(fields.get(7)),
                fields.get(8).isEmpty() ? null : Duration.parse(fields.get(8)),
                fields.get(9).isEmpty() ? null : Double.valueOf(fields.get(9)));
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}

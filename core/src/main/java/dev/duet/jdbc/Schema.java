package dev.duet.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, and how they came to be: each version is what was added to the one before. A step that was begun when a
 * process died is done again, hence all its statements may be.
 */
final class Schema {

    private static final List<List<String>> VERSIONS = List.of(
            List.of(
                    """
                    CREATE TABLE IF NOT EXISTS duet_message (
                        account VARCHAR NOT NULL, message_key CHAR(32) NOT NULL, peer_key CHAR(32) NOT NULL,
                        at_micros BIGINT NOT NULL, origin_key CHAR(32), archive_key CHAR(32),
                        incoming SMALLINT NOT NULL, is_unread SMALLINT NOT NULL, id TEXT NOT NULL,
                        from_uri VARCHAR NOT NULL, to_uri VARCHAR NOT NULL, body TEXT NOT NULL,
                        protocol VARCHAR NOT NULL, is_delayed SMALLINT NOT NULL, stage VARCHAR NOT NULL,
                        failure TEXT, sender VARCHAR NOT NULL, origin_id TEXT NOT NULL, archive_id TEXT NOT NULL,
                        reply TEXT, attachments TEXT NOT NULL, edited BIGINT, retracted BIGINT,
                        reactions TEXT NOT NULL,
                        PRIMARY KEY (account, message_key))""",
                    """
                    CREATE INDEX IF NOT EXISTS duet_message_order
                        ON duet_message (account, peer_key, at_micros DESC, message_key DESC)""",
                    "CREATE INDEX IF NOT EXISTS duet_message_origin ON duet_message (account, origin_key)",
                    "CREATE INDEX IF NOT EXISTS duet_message_archive ON duet_message (account, archive_key)"),
            List.of("""
                    CREATE TABLE IF NOT EXISTS duet_call (
                        account VARCHAR NOT NULL, call_key CHAR(32) NOT NULL, began BIGINT NOT NULL,
                        id VARCHAR NOT NULL, direction VARCHAR NOT NULL, remote VARCHAR NOT NULL,
                        name TEXT NOT NULL, route TEXT, ended TEXT NOT NULL,
                        talk_nanos BIGINT NOT NULL, quality TEXT NOT NULL,
                        PRIMARY KEY (account, call_key))""", """
                    CREATE INDEX IF NOT EXISTS duet_call_order
                        ON duet_call (account, began DESC)"""),
            List.of("""
                    CREATE TABLE IF NOT EXISTS duet_contact (
                        account VARCHAR NOT NULL, kind VARCHAR NOT NULL, position INT NOT NULL, item TEXT NOT NULL,
                        PRIMARY KEY (account, kind, position))"""),
            List.of("ALTER TABLE duet_message ADD COLUMN IF NOT EXISTS why TEXT"),
            List.of("ALTER TABLE duet_message ADD COLUMN IF NOT EXISTS unstyled SMALLINT"));

    private Schema() {}

    /** Makes what is missing. */
    static void bringUpToDate(Connection connection) throws SQLException {
        run(connection, "CREATE TABLE IF NOT EXISTS duet_schema (version INT NOT NULL PRIMARY KEY)");
        int version = version(connection);
        if (version > VERSIONS.size()) {
            throw new SQLException("The tables are of a newer Duet: version " + version + ", and this one knows "
                    + VERSIONS.size() + " at most");
        }
        for (int next = version + 1; next <= VERSIONS.size(); next++) {
            for (String statement : VERSIONS.get(next - 1)) {
                run(connection, statement);
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO duet_schema (version) VALUES (?)")) {
                insert.setInt(1, next);
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(version) FROM duet_schema")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

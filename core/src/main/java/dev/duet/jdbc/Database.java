package dev.duet.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One connection, made again when it broke. For one thread at a time. */
final class Database implements AutoCloseable {

    private final DataSource source;
    private @Nullable Connection connection;

    Database(DataSource source) {
        this.source = source;
    }

    /** Does something in a transaction of its own. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** All of the work or nothing; when this returns, it is committed. */
    <T> T transaction(Work<T> work) throws IOException {
        try {
            Connection now = connected();
            try {
                T result = work.with(now);
                now.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                undo(now, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Connection connected() throws SQLException {
        Connection known = connection;
        if (known == null) {
            known = source.getConnection();
            try {
                settle(known);
            } catch (SQLException | RuntimeException e) {
                known.close();
                throw e;
            }
            connection = known;
        }
        return known;
    }

    private static void settle(Connection fresh) throws SQLException {
        fresh.setAutoCommit(false);
        if (fresh.getMetaData().getDatabaseProductName().equals("H2")) {
            try (Statement statement = fresh.createStatement()) {
                statement.execute("SET WRITE_DELAY 0");
            }
        }
        Schema.bringUpToDate(fresh);
        fresh.commit();
    }

    /** Takes back what was done; a connection that cannot is broken, and so may be one that failed otherwise. */
    private void undo(Connection now, Exception cause) {
        connection = null;
        try (now) {
            now.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        Connection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}

package dev.duet.jdbc;

import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Message;
import dev.duet.model.MessageDetails;
import dev.duet.model.Protocol;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A message as a row. */
final class MessageRow {

    /** All columns but those that say which row it is. */
    private static final List<String> COLUMNS = List.of(
            "peer_key",
            "at_micros",
            "origin_key",
            "archive_key",
            "incoming",
            "is_unread",
            "id",
            "from_uri",
            "to_uri",
            "body",
            "protocol",
            "is_delayed",
            "stage",
            "failure",
            "sender",
            "origin_id",
            "archive_id",
            "reply",
            "attachments",
            "edited",
            "retracted",
            "reactions",
            "unstyled",
            "why");

    static final String UPDATE = "UPDATE duet_message SET "
            + COLUMNS.stream().map(column -> column + " = ?").collect(Collectors.joining(", "))
            + " WHERE account = ? AND message_key = ?";

    static final String INSERT = "INSERT INTO duet_message (" + String.join(", ", COLUMNS) + ", account, message_key)"
            + " VALUES (" + String.join(", ", Collections.nCopies(COLUMNS.size() + 2, "?")) + ")";

    private MessageRow() {}

    /** Fills in the parameters of {@link #UPDATE} or {@link #INSERT}. */
    static void fill(PreparedStatement statement, String account, Message message) throws SQLException {
        MessageDetails details = message.details();
        Delivery delivery = message.delivery();
        Parameters to = new Parameters(statement);
        to.text(Keys.of(message.peer().uri()));
        to.number(Columns.micros(message.at()));
        to.text(Keys.orNull(details.originId()));
        to.text(Keys.orNull(details.archiveId()));
        to.number(message.incoming() ? 1L : 0L);
        to.number(message.incoming() && delivery.stage() != Delivery.Stage.READ ? 1L : 0L);
        to.text(message.id());
        to.text(message.from().uri());
        to.text(message.to().uri());
        to.text(message.body());
        to.text(message.protocol().name());
        to.number(message.delayed() ? 1L : 0L);
        to.text(delivery.stage().name());
        to.text(Columns.failure(delivery.failure()));
        to.text(details.sender());
        to.text(details.originId());
        to.text(details.archiveId());
        to.text(Columns.reply(details.reply()));
        to.text(Columns.attachments(details.attachments()));
        to.time(details.edited());
        to.time(details.retracted());
        to.text(Columns.reactions(details.reactions()));
        to.number(details.unstyled() ? 1L : 0L);
        to.text(details.why());
        to.text(account);
        to.text(message.position().key());
    }

    static Message read(ResultSet row) throws SQLException {
        MessageDetails details = new MessageDetails(
                row.getString("sender"),
                row.getString("origin_id"),
                row.getString("archive_id"),
                Columns.reply(row.getString("reply")),
                Columns.attachments(row.getString("attachments")),
                time(row, "edited"),
                time(row, "retracted"),
                Columns.reactions(row.getString("reactions")),
                row.getInt("unstyled") == 1, // 0 for the null of what was kept before there was that column
                Objects.requireNonNullElse(row.getString("why"), ""));
        return new Message(
                row.getString("id"),
                row.getInt("incoming") == 1,
                Address.parse(row.getString("from_uri")),
                Address.parse(row.getString("to_uri")),
                row.getString("body"),
                Columns.instant(row.getLong("at_micros")),
                Protocol.valueOf(row.getString("protocol")),
                row.getInt("is_delayed") == 1,
                Columns.delivery(row.getString("stage"), row.getString("failure")),
                details);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Columns.instant(micros);
    }

    /** Fills in parameters, one after the other. */
    private static final class Parameters {
        private final PreparedStatement statement;
        private int next = 1;

        Parameters(PreparedStatement statement) {
            this.statement = statement;
        }

        void text(@Nullable String value) throws SQLException {
            // PostgreSQL has no NUL in texts
            statement.setString(next++, value == null ? null : value.replace('\0', '\uFFFD'));
        }

        void number(long value) throws SQLException {
            statement.setLong(next++, value);
        }

        void time(@Nullable Instant value) throws SQLException {
            if (value == null) {
                statement.setNull(next++, Types.BIGINT);
            } else {
                number(Columns.micros(value));
            }
        }
    }
}

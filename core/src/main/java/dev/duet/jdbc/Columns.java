package dev.duet.jdbc;

import dev.duet.model.Address;
import dev.duet.model.Attachment;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.FileDetails;
import dev.duet.model.Protocol;
import dev.duet.model.Reaction;
import dev.duet.model.Reply;
import dev.duet.model.Thumbnail;
import dev.duet.model.WireDetail;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values as they stand in columns. */
final class Columns {

    private static final char FIELD = '|';
    private static final char ROW = '\n';

    private Columns() {}

    static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static String row(List<String> fields) {
        return Words.join(FIELD, fields);
    }

    static List<String> fields(String row) {
        return Words.split(FIELD, row);
    }

    private static <T> String rows(List<T> values, Function<T, List<String>> fields) {
        return Words.join(ROW, values.stream().map(fields).map(Columns::row).toList());
    }

    private static <T> List<T> values(String rows, Function<List<String>, T> value) {
        return Words.split(ROW, rows).stream().map(Columns::fields).map(value).toList();
    }

    static @Nullable String failure(@Nullable Failure failure) {
        if (failure == null) {
            return null;
        }
        List<String> what = List.of(
                failure.kind().name(), failure.origin().name(), failure.retry().name(), failure.message());
        WireDetail wire = failure.wire();
        return wire == null ? row(what) : row(what) + wire(wire);
    }

    static String wire(WireDetail wire) {
        return row(List.of(wire.protocol().name(), Integer.toString(wire.status()), wire.condition(), wire.text()));
    }

    static WireDetail wire(List<String> fields) {
        return new WireDetail(
                Protocol.valueOf(fields.get(0)), Integer.parseInt(fields.get(1)), fields.get(2), fields.get(3));
    }

    static Delivery delivery(String stage, @Nullable String failure) {
        if (failure == null) {
            return new Delivery(Delivery.Stage.valueOf(stage), null);
        }
        List<String> fields = fields(failure);
        return Delivery.failed(new Failure(
                Failure.Kind.valueOf(fields.get(0)),
                Failure.Origin.valueOf(fields.get(1)),
                Failure.Retry.valueOf(fields.get(2)),
                fields.get(3),
                fields.size() > 4 ? wire(fields.subList(4, 8)) : null));
    }

    static @Nullable String reply(@Nullable Reply reply) {
        if (reply == null) {
            return null;
        }
        Address author = reply.author();
        return row(List.of(reply.target(), reply.quote(), author == null ? "" : author.uri()));
    }

    static @Nullable Reply reply(@Nullable String row) {
        if (row == null) {
            return null;
        }
        List<String> fields = fields(row);
        String author = fields.get(2);
        return new Reply(fields.get(0), author.isEmpty() ? null : Address.parse(author), fields.get(1));
    }

    static String attachments(List<Attachment> attachments) {
        return rows(attachments, Columns::fields);
    }

    private static List<String> fields(Attachment each) {
        FileDetails details = each.details();
        List<String> where = List.of(each.uri().toString(), each.description());
        if (details.equals(FileDetails.NONE)) {
            return where;
        }
        List<String> fields = new ArrayList<>(where);
        fields.addAll(List.of(
                details.name(),
                details.mediaType(),
                Long.toString(details.size()),
                details.sha256(),
                Integer.toString(details.width()),
                Integer.toString(details.height())));
        Thumbnail small = details.thumbnail();
        if (small != null) {
            fields.addAll(List.of(
                    small.mediaType(),
                    small.base64(),
                    Integer.toString(small.width()),
                    Integer.toString(small.height())));
        }
        return fields;
    }

    static List<Attachment> attachments(String rows) {
        return values(rows, fields -> new Attachment(URI.create(fields.get(0)), fields.get(1), details(fields)));
    }

    private static FileDetails details(List<String> fields) {
        if (fields.size() < 8) {
            return FileDetails.NONE; // as it was kept when nothing more was known of files
        }
        return new FileDetails(
                fields.get(2),
                fields.get(3),
                Long.parseLong(fields.get(4)),
                fields.get(5),
                Integer.parseInt(fields.get(6)),
                Integer.parseInt(fields.get(7)),
                fields.size() < 12
                        ? null
                        : new Thumbnail(
                                fields.get(8),
                                fields.get(9),
                                Integer.parseInt(fields.get(10)),
                                Integer.parseInt(fields.get(11))));
    }

    static String reactions(List<Reaction> reactions) {
        return rows(
                reactions,
                each -> List.of(
                        each.sender(),
                        each.from().uri(),
                        Long.toString(micros(each.at())),
                        row(List.copyOf(each.emojis()))));
    }

    static List<Reaction> reactions(String rows) {
        return values(
                rows,
                fields -> new Reaction(
                        fields.get(0),
                        Address.parse(fields.get(1)),
                        Set.copyOf(fields(fields.get(3))),
                        instant(Long.parseLong(fields.get(2)))));
    }
}

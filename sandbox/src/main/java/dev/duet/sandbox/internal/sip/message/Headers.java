package dev.duet.sandbox.internal.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The headers of a message in their order; immutable. Names are compared without regard to case. */
public final class Headers {

    public static final Headers NONE = new Headers(List.of());

    /** One header line, or one value of a header that came as a list. */
    public record Field(String name, String value) {
        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    private static final Map<String, String> COMPACT = Map.ofEntries(
            Map.entry("i", "Call-ID"),
            Map.entry("m", "Contact"),
            Map.entry("e", "Content-Encoding"),
            Map.entry("l", "Content-Length"),
            Map.entry("c", "Content-Type"),
            Map.entry("f", "From"),
            Map.entry("s", "Subject"),
            Map.entry("k", "Supported"),
            Map.entry("t", "To"),
            Map.entry("v", "Via"),
            Map.entry("o", "Event"),
            Map.entry("u", "Allow-Events"),
            Map.entry("r", "Refer-To"),
            Map.entry("b", "Referred-By"),
            Map.entry("x", "Session-Expires"),
            Map.entry("a", "Accept-Contact"),
            Map.entry("j", "Reject-Contact"),
            Map.entry("d", "Request-Disposition"),
            Map.entry("y", "Identity"));

    /** Those whose single values a proxy takes off or puts on, and so are kept one to a field. */
    private static final Set<String> SPLIT = Set.of("via", "route", "record-route", "contact", "path");

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** From lines as they came: compact names are written out, lists of addresses are taken apart. */
    static Headers ofLines(List<Field> lines) {
        List<Field> fields = new ArrayList<>();
        for (Field line : lines) {
            String name = COMPACT.getOrDefault(line.name().toLowerCase(Locale.ROOT), line.name());
            if (SPLIT.contains(name.toLowerCase(Locale.ROOT))) {
                parts(line.value()).forEach(v -> fields.add(new Field(name, v)));
            } else {
                fields.add(new Field(name, line.value()));
            }
        }
        return new Headers(fields);
    }

    private static List<String> parts(String value) {
        try {
            return Grammar.split(value, ',');
        } catch (SipFormatException e) {
            return List.of(value);
        }
    }

    public List<Field> fields() {
        return fields;
    }

    private Stream<Field> named(String name) {
        return fields.stream().filter(f -> f.name().equalsIgnoreCase(name));
    }

    public Optional<String> get(String name) {
        return named(name).findFirst().map(Field::value);
    }

    public List<String> all(String name) {
        return named(name).map(Field::value).toList();
    }

    /** The members of a comma-separated list that may be spread over several lines. */
    public List<String> members(String name) {
        return named(name)
                .flatMap(f -> parts(f.value()).stream())
                .filter(s -> !s.isEmpty())
                .toList();
    }

    public boolean has(String name) {
        return named(name).findFirst().isPresent();
    }

    public Headers append(String name, String value) {
        List<Field> list = new ArrayList<>(fields);
        list.add(new Field(name, value));
        return new Headers(list);
    }

    public Headers appendAll(String name, List<String> values) {
        List<Field> list = new ArrayList<>(fields);
        values.forEach(v -> list.add(new Field(name, v)));
        return new Headers(list);
    }

    public Headers prepend(String name, String value) {
        List<Field> list = new ArrayList<>();
        list.add(new Field(name, value));
        list.addAll(fields);
        return new Headers(list);
    }

    /** Replaces all fields of the name by one, which takes the place of the first. */
    public Headers with(String name, String value) {
        List<Field> list = new ArrayList<>();
        boolean placed = false;
        for (Field f : fields) {
            if (!f.name().equalsIgnoreCase(name)) {
                list.add(f);
            } else if (!placed) {
                list.add(new Field(f.name(), value));
                placed = true;
            }
        }
        if (!placed) {
            list.add(new Field(name, value));
        }
        return new Headers(list);
    }

    /** Replaces the first field of the name and leaves the others. */
    public Headers withFirst(String name, String value) {
        return withoutFirst(name).insertBeforeRest(name, value, indexOf(name));
    }

    private Headers insertBeforeRest(String name, String value, int index) {
        List<Field> list = new ArrayList<>(fields);
        list.add(index < 0 ? 0 : index, new Field(name, value));
        return new Headers(list);
    }

    private int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    public Headers without(String name) {
        return new Headers(
                fields.stream().filter(f -> !f.name().equalsIgnoreCase(name)).toList());
    }

    /** Without those fields of the name whose value fits. */
    public Headers without(String name, Predicate<String> value) {
        return new Headers(fields.stream()
                .filter(f -> !f.name().equalsIgnoreCase(name) || !value.test(f.value()))
                .toList());
    }

    public Headers withoutFirst(String name) {
        int index = indexOf(name);
        if (index < 0) {
            return this;
        }
        List<Field> list = new ArrayList<>(fields);
        list.remove(index);
        return new Headers(list);
    }

    public Headers withoutLast(String name) {
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                List<Field> list = new ArrayList<>(fields);
                list.remove(i);
                return new Headers(list);
            }
        }
        return this;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        fields.forEach(f -> out.append(f).append("\r\n"));
        return out.toString();
    }
}

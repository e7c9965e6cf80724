package dev.duet.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a service asks its users to fill in, or tells them (XEP-0004).
 *
 * @param title may be empty
 * @param instructions for people; may be empty
 */
public record Form(String title, String instructions, List<Field> fields) {

    public Form {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(instructions, "instructions");
        fields = List.copyOf(fields);
    }

    /** The field of that name. */
    public Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /** What a field is set to, the first of several; empty when it is not, or is not there. */
    public String value(String name) {
        return field(name).flatMap(field -> field.values().stream().findFirst()).orElse("");
    }

    /**
     * The same form with a field filled in.
     *
     * @throws IllegalArgumentException when it has no such field
     */
    public Form with(String name, String... values) {
        List<Field> filled = new ArrayList<>(fields);
        for (int i = 0; i < filled.size(); i++) {
            Field field = filled.get(i);
            if (field.name().equals(name)) {
                filled.set(
                        i,
                        new Field(
                                name, field.kind(), field.label(), field.required(), field.options(), List.of(values)));
                return new Form(title, instructions, filled);
            }
        }
        throw new IllegalArgumentException("The form has no field " + name);
    }

    /**
     * A field.
     *
     * @param name empty for one that is only to be read
     * @param label for people; may be empty
     * @param required whether it has to be filled in
     * @param options to choose from, for {@link Kind#ONE} and {@link Kind#SOME}
     * @param values what it is set to
     */
    public record Field(
            String name, Kind kind, String label, boolean required, List<Option> options, List<String> values) {

        public Field {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(label, "label");
            options = List.copyOf(options);
            values = List.copyOf(values);
        }

        /** Without the values of one that is secret. */
        @Override
        public String toString() {
            return "Field[" + name + ", " + kind + (kind == Kind.SECRET ? "" : ", " + values) + "]";
        }
    }

    /**
     * What may be chosen.
     *
     * @param label for people; may be empty
     */
    public record Option(String label, String value) {

        public Option {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(value, "value");
        }
    }

    /** What a field is for (XEP-0004 3.3). */
    public enum Kind {
        /** Yes or no: {@code true} or {@code false}. */
        FLAG,
        /** Words of the service, to be read. */
        FIXED,
        /** For the service alone, to be given back as it is. */
        HIDDEN,
        /** One address. */
        ADDRESS,
        /** Addresses. */
        ADDRESSES,
        /** One of the options. */
        ONE,
        /** Some of the options. */
        SOME,
        /** A line. */
        LINE,
        /** Lines, each a value. */
        LINES,
        /** A line that nobody else may see. */
        SECRET
    }
}

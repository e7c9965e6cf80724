package dev.duet.sandbox.internal.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Parameters in the order they came, {@code ;name=value;flag}. Names are compared without regard to case. */
public final class Params {

    public static final Params NONE = new Params(List.of());

    /** One parameter; an empty value means a flag. */
    public record Param(String name, Optional<String> value) {
        @Override
        public String toString() {
            return value.map(v -> name + '=' + v).orElse(name);
        }
    }

    private static final int MAX = 64;

    private final List<Param> params;

    private Params(List<Param> params) {
        this.params = List.copyOf(params);
    }

    /** Parses header parameters: {@code ;a=b;c="d"}, with white space allowed around the marks. */
    static Params ofHeader(String text) {
        return parse(text, true);
    }

    /** Parses URI parameters: no white space, no quotes. */
    static Params ofUri(String text) {
        return parse(text, false);
    }

    private static Params parse(String text, boolean header) {
        String trimmed = header ? text.trim() : text;
        if (trimmed.isEmpty()) {
            return NONE;
        }
        if (trimmed.charAt(0) != ';') {
            throw new SipFormatException("parameters do not begin with a semicolon");
        }
        List<Param> list = new ArrayList<>();
        for (String part : Grammar.split(trimmed.substring(1), ';')) {
            Param param = param(part, header);
            if (list.stream().anyMatch(p -> p.name().equalsIgnoreCase(param.name()))) {
                throw new SipFormatException("parameter twice: " + param.name());
            }
            list.add(param);
            if (list.size() > MAX) {
                throw new SipFormatException("too many parameters");
            }
        }
        return new Params(list);
    }

    private static Param param(String part, boolean header) {
        int eq = part.indexOf('=');
        String name = eq < 0 ? part : part.substring(0, eq);
        String value = eq < 0 ? "" : part.substring(eq + 1);
        if (header) {
            name = name.trim();
            value = value.trim();
        }
        boolean good = header ? Grammar.isToken(name) : SipUri.isParamText(name);
        if (!good) {
            throw new SipFormatException("bad parameter name: " + name);
        }
        if (eq < 0) {
            return new Param(name, Optional.empty());
        }
        boolean goodValue = header ? isHeaderValue(value) : SipUri.isParamText(value);
        if (!goodValue) {
            throw new SipFormatException("bad value of parameter " + name);
        }
        return new Param(name, Optional.of(value));
    }

    /** gen-value = token / host / quoted-string. */
    private static boolean isHeaderValue(String value) {
        if (value.isEmpty()) {
            return false;
        }
        if (value.charAt(0) == '"') {
            return Grammar.endOfQuoted(value, 0) == value.length();
        }
        return value.chars().allMatch(c -> Grammar.isTokenChar(c) || c == '[' || c == ']' || c == ':');
    }

    public boolean has(String name) {
        return params.stream().anyMatch(p -> p.name().equalsIgnoreCase(name));
    }

    /** The value as written, quotes included; empty for a flag or a missing parameter. */
    public Optional<String> get(String name) {
        return params.stream()
                .filter(p -> p.name().equalsIgnoreCase(name))
                .findFirst()
                .flatMap(Param::value);
    }

    public Params with(String name, String value) {
        List<Param> list = new ArrayList<>();
        boolean replaced = false;
        Param param = new Param(name, value.isEmpty() ? Optional.empty() : Optional.of(value));
        for (Param p : params) {
            boolean same = p.name().equalsIgnoreCase(name);
            list.add(same ? param : p);
            replaced |= same;
        }
        if (!replaced) {
            list.add(param);
        }
        return new Params(list);
    }

    public List<Param> list() {
        return params;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Params other && params.equals(other.params);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(params);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        params.forEach(p -> out.append(';').append(p));
        return out.toString();
    }
}

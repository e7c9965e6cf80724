package dev.duet.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Settings of a room: all that it has, or those that are to change. Immutable. */
public final class RoomSettings {

    /** None: as its service makes rooms. */
    public static final RoomSettings NONE = new RoomSettings(Map.of());

    private final Map<RoomSetting<?>, Object> values;

    private RoomSettings(Map<RoomSetting<?>, Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The same with one more, or with one that is another. */
    public <T> RoomSettings with(RoomSetting<T> setting, T value) {
        Map<RoomSetting<?>, Object> more = new LinkedHashMap<>(values);
        more.put(
                Objects.requireNonNull(setting, "setting"),
                setting.type().cast(Objects.requireNonNull(value, "value")));
        return new RoomSettings(more);
    }

    /** What that is set to; empty when it is not among these. */
    public <T> Optional<T> get(RoomSetting<T> setting) {
        return Optional.ofNullable(values.get(setting)).map(setting.type()::cast);
    }

    /** True when that is so; false when it is not, or not among these. */
    public boolean is(RoomSetting<Boolean> setting) {
        return get(setting).orElse(false);
    }

    /** Which these are, in the order in which they were added. */
    public Set<RoomSetting<?>> all() {
        return values.keySet();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoomSettings that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "RoomSettings" + values;
    }
}

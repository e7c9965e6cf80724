package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.RoomSetting;
import dev.duet.model.RoomSettings;
import dev.duet.model.Secret;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0004.DataForm.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings of rooms between our words and the forms of XEP-0045 10.2 and 15.5.3. Pure. */
final class SettingsForm {

    private static final String PREFIX = "muc#roomconfig_";
    private static final String PROTECTED = PREFIX + "passwordprotectedroom";
    /** ejabberd: also in a moderated room, who comes in has voice. */
    private static final List<String> VOICE = List.of(PREFIX + "members_by_default", "members_by_default");
    /** Servers called these before there was a name, or still do. */
    private static final Map<RoomSetting<?>, List<String>> OTHER_NAMES = Map.of(
            RoomSetting.ARCHIVED,
            List.of(PREFIX + "enablearchiving", PREFIX + "mam", "mam", PREFIX + "enablelogging"),
            RoomSetting.MAY_INVITE,
            List.of(PREFIX + "allowinvites", "{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites"));

    private static final Map<String, RoomSetting<?>> KNOWN = Stream.of(
                    RoomSetting.NAME,
                    RoomSetting.DESCRIPTION,
                    RoomSetting.LANGUAGE,
                    RoomSetting.PERSISTENT,
                    RoomSetting.LISTED,
                    RoomSetting.MEMBERS_ONLY,
                    RoomSetting.MODERATED,
                    RoomSetting.PASSWORD,
                    RoomSetting.MOST_OCCUPANTS,
                    RoomSetting.SHOWS_ADDRESSES,
                    RoomSetting.MAY_INVITE,
                    RoomSetting.MAY_CHANGE_SUBJECT,
                    RoomSetting.ARCHIVED)
            .collect(Collectors.toMap(RoomSetting::field, Function.identity()));

    private SettingsForm() {}

    /** The names that a setting may have in a form, the best first. */
    private static List<String> names(RoomSetting<?> setting) {
        boolean isWhole = setting.field().chars().anyMatch(letter -> "#{:/".indexOf(letter) >= 0);
        return OTHER_NAMES.getOrDefault(setting, List.of(isWhole ? setting.field() : PREFIX + setting.field()));
    }

    private static Optional<Field> field(DataForm form, RoomSetting<?> setting) {
        return names(setting).stream()
                .flatMap(name -> Stream.ofNullable(form.field(name)))
                .findFirst();
    }

    /** What a form says. */
    static RoomSettings read(DataForm form) {
        RoomSettings settings = RoomSettings.NONE;
        for (RoomSetting<?> setting : KNOWN.values()) {
            Field field = field(form, setting).orElse(null);
            settings = field == null ? settings : read(form, setting, field, settings);
        }
        Set<String> taken = KNOWN.values().stream()
                .flatMap(setting -> names(setting).stream())
                .collect(Collectors.toSet());
        taken.addAll(VOICE);
        for (Field field : form.fields()) {
            boolean isOther = !field.name().isEmpty()
                    && !field.name().equals(DataForm.FORM_TYPE)
                    && !field.type().equals("fixed")
                    && !taken.contains(field.name());
            if (isOther) {
                settings = read(form, unknown(field), field, settings);
            }
        }
        return settings;
    }

    private static RoomSetting<?> unknown(Field field) {
        String name = field.name().startsWith(PREFIX) ? field.name().substring(PREFIX.length()) : field.name();
        return switch (field.type()) {
            case "boolean" -> RoomSetting.flag(name);
            case "text-private" -> new RoomSetting<>(name, Secret.class);
            default -> RoomSetting.text(name);
        };
    }

    private static <T> RoomSettings read(DataForm form, RoomSetting<T> setting, Field field, RoomSettings before) {
        String value = String.join("\n", field.values());
        Object read;
        if (setting.equals(RoomSetting.SHOWS_ADDRESSES)) {
            read = value.equals("anyone");
        } else if (setting.equals(RoomSetting.PASSWORD)) {
            boolean open = form.field(PROTECTED) != null && !DataForm.isTrue(form.value(PROTECTED));
            read = Secret.of(open ? "" : value);
        } else if (setting.equals(RoomSetting.MODERATED)) {
            read = DataForm.isTrue(value) && !givesVoice(form);
        } else if (setting.type() == Boolean.class) {
            read = DataForm.isTrue(value);
        } else if (setting.type() == Integer.class) {
            read = value.matches("[0-9]{1,9}") ? Integer.valueOf(value) : 0; // "none" for no bound
        } else {
            read = setting.type() == Secret.class ? Secret.of(value) : value;
        }
        return before.with(setting, setting.type().cast(read));
    }

    private static boolean givesVoice(DataForm form) {
        return VOICE.stream().anyMatch(name -> form.field(name) != null && DataForm.isTrue(form.value(name)));
    }

    /** The settings that a form has no field for. */
    static List<RoomSetting<?>> missing(DataForm form, RoomSettings changes) {
        List<RoomSetting<?>> missing = new ArrayList<>(changes.all());
        missing.removeIf(setting -> field(form, setting).isPresent());
        return missing;
    }

    /** The form, filled in with what it said and these changes, for all of which it has a field. */
    static DataForm write(DataForm form, RoomSettings changes) {
        List<Field> fields = new ArrayList<>();
        for (Field field : form.fields()) {
            if (!field.name().isEmpty() && !field.type().equals("fixed")) {
                String changed = changed(form, field, changes);
                fields.add(changed == null ? field : field.set(changed));
            }
        }
        return new DataForm("submit", fields);
    }

    private static @Nullable String changed(DataForm form, Field field, RoomSettings changes) {
        if (field.name().equals(PROTECTED)) {
            return changes.get(RoomSetting.PASSWORD)
                    .map(password -> password.reveal().isEmpty() ? "0" : "1")
                    .orElse(null);
        }
        if (VOICE.contains(field.name())) {
            return changes.get(RoomSetting.MODERATED)
                    .map(moderated -> moderated ? "0" : "1")
                    .orElse(null);
        }
        return changes.all().stream()
                .filter(setting -> field(form, setting).filter(field::equals).isPresent())
                .findFirst()
                .flatMap(setting -> changes.get(setting).map(value -> value(setting, value)))
                .orElse(null);
    }

    private static String value(RoomSetting<?> setting, Object value) {
        if (setting.equals(RoomSetting.SHOWS_ADDRESSES)) {
            return value.equals(true) ? "anyone" : "moderators";
        }
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof Integer number) {
            return number < 1 ? "none" : number.toString();
        }
        return value instanceof Secret secret ? secret.reveal() : value.toString();
    }
}

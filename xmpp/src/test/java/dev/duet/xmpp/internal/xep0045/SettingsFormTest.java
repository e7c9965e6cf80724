package dev.duet.xmpp.internal.xep0045;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.RoomSetting;
import dev.duet.model.RoomSettings;
import dev.duet.model.Secret;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0004.DataForm.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The forms of three servers, by what of them differs. */
class SettingsFormTest {

    private static final String PREFIX = "muc#roomconfig_";

    private static DataForm form(Field... more) {
        List<Field> fields = new ArrayList<>(List.of(
                new Field("FORM_TYPE", "hidden", List.of("http://jabber.org/protocol/muc#roomconfig")),
                new Field("", "fixed", List.of("What others see")),
                new Field(PREFIX + "roomname", "text-single", List.of("Tea")),
                new Field(PREFIX + "moderatedroom", "boolean", List.of("1")),
                new Field(PREFIX + "maxusers", "list-single", List.of("none")),
                new Field(PREFIX + "passwordprotectedroom", "boolean", List.of("0")),
                new Field(PREFIX + "roomsecret", "text-private", List.of("old")),
                new Field("x_captcha", "boolean", List.of("true"))));
        fields.addAll(List.of(more));
        return new DataForm("form", fields);
    }

    @Test
    void aFormIsRead() {
        RoomSettings settings = SettingsForm.read(form());
        assertEquals(Optional.of("Tea"), settings.get(RoomSetting.NAME));
        assertTrue(settings.is(RoomSetting.MODERATED));
        assertEquals(Optional.of(0), settings.get(RoomSetting.MOST_OCCUPANTS));
        assertEquals("", settings.get(RoomSetting.PASSWORD).orElseThrow().reveal());
        assertTrue(settings.is(RoomSetting.flag("x_captcha")));
        assertFalse(settings.toString().contains("old"));
    }

    @Test
    void whatIsNotChangedGoesBackAsItCame() {
        DataForm written = SettingsForm.write(form(), RoomSettings.NONE.with(RoomSetting.NAME, "Coffee"));
        assertEquals("submit", written.type());
        assertEquals("Coffee", written.value(PREFIX + "roomname"));
        assertEquals("1", written.value(PREFIX + "moderatedroom"));
        assertEquals("http://jabber.org/protocol/muc#roomconfig", written.about());
        assertTrue(written.fields().stream().noneMatch(field -> field.type().equals("fixed")));
    }

    @Test
    void aPasswordProtectsAndAnEmptyOneOpens() {
        DataForm shut = SettingsForm.write(form(), RoomSettings.NONE.with(RoomSetting.PASSWORD, Secret.of("new")));
        assertEquals("1", shut.value(PREFIX + "passwordprotectedroom"));
        assertEquals("new", shut.value(PREFIX + "roomsecret"));
        DataForm open = SettingsForm.write(form(), RoomSettings.NONE.with(RoomSetting.PASSWORD, Secret.of("")));
        assertEquals("0", open.value(PREFIX + "passwordprotectedroom"));
    }

    @Test
    void whereWhoComesInHasVoiceARoomIsNotModerated() {
        DataForm form = form(new Field(PREFIX + "members_by_default", "boolean", List.of("1")));
        assertFalse(SettingsForm.read(form).is(RoomSetting.MODERATED));
        DataForm moderated = SettingsForm.write(form, RoomSettings.NONE.with(RoomSetting.MODERATED, true));
        assertEquals("0", moderated.value(PREFIX + "members_by_default"));
        assertEquals("1", moderated.value(PREFIX + "moderatedroom"));
        assertTrue(SettingsForm.read(moderated).is(RoomSetting.MODERATED));
        assertEquals(
                "1",
                SettingsForm.write(form, RoomSettings.NONE.with(RoomSetting.NAME, "x"))
                        .value(PREFIX + "members_by_default"));
    }

    @Test
    void theNamesOfServersAreKnown() {
        for (String name : List.of("muc#roomconfig_enablearchiving", "muc#roomconfig_mam", "mam")) {
            DataForm form = form(new Field(name, "boolean", List.of("0")));
            RoomSettings wish = RoomSettings.NONE.with(RoomSetting.ARCHIVED, true);
            assertEquals(List.of(), SettingsForm.missing(form, wish), name);
            assertEquals("1", SettingsForm.write(form, wish).value(name), name);
        }
        assertEquals(
                List.of(RoomSetting.ARCHIVED),
                SettingsForm.missing(form(), RoomSettings.NONE.with(RoomSetting.ARCHIVED, true)));
    }
}

package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.RoomDetails;
import dev.duet.model.RoomTrait;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0292.VCardTemp;
import dev.duet.xmpp.internal.xep0313.Archive;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** What rooms tell of themselves (XEP-0045 6.4 and 15.5.4). Pure. */
final class RoomInfo {

    private static final String INFO = RoomCodec.MUC + "#roominfo";
    private static final String PREFIX = "muc#roominfo_";
    private static final Map<String, RoomTrait> TRAITS = Map.ofEntries(
            Map.entry("muc_persistent", RoomTrait.PERSISTENT),
            Map.entry("muc_public", RoomTrait.LISTED),
            Map.entry("muc_membersonly", RoomTrait.MEMBERS_ONLY),
            Map.entry("muc_moderated", RoomTrait.MODERATED),
            Map.entry("muc_passwordprotected", RoomTrait.PASSWORD_PROTECTED),
            Map.entry("muc_nonanonymous", RoomTrait.SHOWS_ADDRESSES),
            Map.entry(Archive.NAMESPACE, RoomTrait.ARCHIVE),
            Map.entry(RoomCodec.OCCUPANT_ID, RoomTrait.OCCUPANT_IDS),
            Map.entry(Moderation.NAMESPACE, RoomTrait.MODERATION),
            Map.entry(Moderation.EARLIER, RoomTrait.MODERATION),
            Map.entry(VCardTemp.NAMESPACE, RoomTrait.AVATAR));

    private RoomInfo() {}

    /** In our words. */
    static RoomDetails read(DiscoInfo info) {
        DataForm form = info.forms().stream()
                .map(DataForm::read)
                .filter(one -> one.about().equals(INFO))
                .findFirst()
                .orElse(DataForm.submit(INFO));
        Set<RoomTrait> traits = EnumSet.noneOf(RoomTrait.class);
        TRAITS.forEach((feature, trait) -> {
            if (info.features().contains(feature)) {
                traits.add(trait);
            }
        });
        String occupants = form.value(PREFIX + "occupants");
        String avatar = form.value(PREFIX + "avatarhash");
        return new RoomDetails(
                info.identities().stream()
                        .filter(identity -> identity.category().equals("conference"))
                        .findFirst()
                        .map(DiscoInfo.Identity::name)
                        .orElse(""),
                form.value(PREFIX + "description"),
                form.value(PREFIX + "subject"),
                form.value(PREFIX + "lang"),
                occupants.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(occupants)) : OptionalInt.empty(),
                avatar.matches("[0-9a-f]{40}") ? avatar : "",
                traits);
    }
}

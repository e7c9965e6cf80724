package dev.duet.xmpp.internal.xep0084;

import dev.duet.model.Avatar;
import dev.duet.xmpp.internal.xep0292.VCardTemp;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Pictures as text, and whether they are what was announced. Pure. */
public final class AvatarData {

    private static final int MAX_TEXT = Avatar.MAX_FETCHED / 3 * 4 + Avatar.MAX_FETCHED / 8; // with line breaks

    private AvatarData() {}

    /** A hash as it is announced, or nothing when it is none. */
    public static String hash(String text) {
        String hash = text.strip().toLowerCase(Locale.ROOT);
        return hash.matches("[0-9a-f]{40}") ? hash : "";
    }

    /** False for a size that is more than is fetched. */
    static boolean fits(String bytes) {
        return !bytes.matches("[0-9]+") || bytes.length() < 10 && Integer.parseInt(bytes) <= Avatar.MAX_FETCHED;
    }

    /**
     * Reads a picture.
     *
     * @param type as it was told; what is no type of a picture counts as PNG, which XEP-0084 asks for
     * @param id the hash that it must have; empty for any
     * @return null when it is none, too large, or another than was announced
     */
    static @Nullable Avatar read(String base64, String type, String id) {
        if (base64.length() > MAX_TEXT) {
            return null;
        }
        byte[] data = Base64.getMimeDecoder().decode(fullGroups(base64));
        if (data.length == 0 || data.length > Avatar.MAX_FETCHED) {
            return null;
        }
        Avatar avatar = Avatar.of(type.matches("image/[A-Za-z0-9.+-]{1,64}") ? type : "image/png", data);
        return id.isEmpty() || id.equals(avatar.id()) ? avatar : null;
    }

    /** The picture in a vCard of former times; null when there is none, or as of {@link #read}. */
    public static @Nullable Avatar in(@Nullable Xml vCard, String id) {
        Xml photo = vCard == null ? null : vCard.child("PHOTO", VCardTemp.NAMESPACE);
        return photo == null ? null : read(photo.textOf("BINVAL"), photo.textOf("TYPE"), id);
    }

    /** Without what is no Base64; a rest that makes no byte is left out, since the JDK's decoder throws at it. */
    private static String fullGroups(String base64) {
        String letters = base64.replaceAll("[^A-Za-z0-9+/]", "");
        return letters.length() % 4 == 1 ? letters.substring(0, letters.length() - 1) : letters;
    }

    static String write(Avatar avatar) {
        return Base64.getEncoder().encodeToString(avatar.data());
    }

    /** The vCard of former times with that picture in the place of the old one. */
    public static Xml into(@Nullable Xml vCard, @Nullable Avatar avatar) {
        Xml.Builder changed = Xml.element("vCard", VCardTemp.NAMESPACE);
        if (vCard != null) {
            vCard.children().stream()
                    .filter(child -> !child.name().equals("PHOTO"))
                    .forEach(changed::add);
        }
        if (avatar != null) {
            changed.add(Xml.element("PHOTO", VCardTemp.NAMESPACE)
                    .add("TYPE", avatar.mediaType())
                    .add("BINVAL", write(avatar))
                    .build());
        }
        return changed.build();
    }
}

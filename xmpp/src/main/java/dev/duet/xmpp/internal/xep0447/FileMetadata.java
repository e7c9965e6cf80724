package dev.duet.xmpp.internal.xep0447;

import dev.duet.model.FileDetails;
import dev.duet.model.Thumbnail;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a file (XEP-0446), with its hash (XEP-0300) and a thumbnail that comes along (XEP-0264, as a data
 * URI). What is not well-formed, or of a kind that is not known, is as if it were not there. Pure.
 */
final class FileMetadata {

    static final String NAMESPACE = "urn:xmpp:file:metadata:0";

    private static final String HASHES = "urn:xmpp:hashes:2";
    private static final String SHA_256 = "sha-256";
    private static final String THUMBNAILS = "urn:xmpp:thumbs:1";
    private static final Pattern DATA = Pattern.compile("data:([^;,]{1,80});base64,([A-Za-z0-9+/=\\s]+)");

    private FileMetadata() {}

    static Xml write(FileDetails details, String description) {
        Xml.Builder file = Xml.element("file", NAMESPACE);
        add(file, "media-type", details.mediaType());
        add(file, "name", details.name());
        add(file, "desc", description);
        add(file, "size", details.isSizeKnown() ? Long.toString(details.size()) : "");
        add(file, "width", side(details.width()));
        add(file, "height", side(details.height()));
        if (!details.sha256().isEmpty()) {
            file.add(Xml.element("hash", HASHES)
                    .attribute("algo", SHA_256)
                    .text(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(details.sha256())))
                    .build());
        }
        Thumbnail small = details.thumbnail();
        if (small != null) {
            file.add(Xml.element("thumbnail", THUMBNAILS)
                    .attribute("uri", "data:" + small.mediaType() + ";base64," + small.base64())
                    .attribute("media-type", small.mediaType())
                    .attribute("width", small.width() == 0 ? null : Integer.toString(small.width()))
                    .attribute("height", small.height() == 0 ? null : Integer.toString(small.height()))
                    .build());
        }
        return file.build();
    }

    private static void add(Xml.Builder file, String name, String value) {
        if (!value.isEmpty()) {
            file.add(name, value);
        }
    }

    private static String side(int pixels) {
        return pixels == 0 ? "" : Integer.toString(pixels);
    }

    static FileDetails read(Xml file) {
        String type = file.textOf("media-type").strip();
        return new FileDetails(
                file.textOf("name"),
                FileDetails.isMediaType(type) ? type : "",
                number(file.textOf("size"), Long.MAX_VALUE, FileDetails.UNKNOWN),
                sha256(file),
                side(file.textOf("width")),
                side(file.textOf("height")),
                thumbnail(file));
    }

    static String description(Xml file) {
        return file.textOf("desc");
    }

    private static int side(@Nullable String text) {
        return (int) number(text, Integer.MAX_VALUE, 0);
    }

    private static long number(@Nullable String text, long most, long otherwise) {
        try {
            long number = text == null ? -1 : Long.parseLong(text.strip());
            return number < 0 || number > most ? otherwise : number;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static String sha256(Xml file) {
        for (Xml hash : file.children("hash", HASHES)) {
            if (hash.attribute("algo", "").equals(SHA_256)) {
                byte[] bytes = decoded(hash.text());
                return bytes == null || bytes.length != 32 ? "" : HexFormat.of().formatHex(bytes);
            }
        }
        return "";
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** One elsewhere would have to be fetched to be seen, and tells its sender who looks: it does not count. */
    private static @Nullable Thumbnail thumbnail(Xml file) {
        for (Xml thumbnail : file.children("thumbnail", THUMBNAILS)) {
            Matcher data = DATA.matcher(thumbnail.attribute("uri", ""));
            byte[] bytes = data.matches() ? decoded(data.group(2)) : null;
            boolean usable = bytes != null && bytes.length > 0 && bytes.length <= Thumbnail.MAX_SIZE;
            if (usable && data.group(1).matches("image/[A-Za-z0-9.+-]{1,64}")) {
                return Thumbnail.of(
                        data.group(1), bytes, side(thumbnail.attribute("width")), side(thumbnail.attribute("height")));
            }
        }
        return null;
    }
}

package dev.duet.xmpp.internal.xep0030;

import dev.duet.xmpp.internal.xep0030.DiscoInfo.Identity;
import dev.duet.xmpp.internal.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The short form of what an entity can do, as presence carries it (XEP-0115). Pure.
 *
 * @param hash the name of the hash, for example {@code sha-1}
 */
public record Caps(String hash, String node, String version) implements CapsForm {

    /** The namespace. */
    public static final String NAMESPACE = "http://jabber.org/protocol/caps";

    private static final String DATA_FORMS = "jabber:x:data";

    /** i;octet (RFC 4790 9.3). */
    private static final Comparator<String> OCTETS =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    /** The short form that presence carries, or null. The form without a hash (before 2008) does not count. */
    public static @Nullable Caps read(Xml presence) {
        Xml c = presence.child("c", NAMESPACE);
        String hash = c == null ? null : c.attribute("hash");
        String version = c == null ? null : c.attribute("ver");
        return hash == null || version == null ? null : new Caps(hash, c.attribute("node", ""), version);
    }

    /** Our own short form. */
    public static Caps of(DiscoInfo info, String node) {
        String version = version(info, "sha-1");
        if (version == null) {
            throw new IllegalStateException("This Java runtime has no SHA-1");
        }
        return new Caps("sha-1", node, version);
    }

    /** The child of a presence stanza. */
    public Xml write() {
        return Xml.element("c", NAMESPACE)
                .attribute("hash", hash)
                .attribute("node", node)
                .attribute("ver", version)
                .build();
    }

    @Override
    public String queryNode() {
        return node + "#" + version;
    }

    @Override
    public String key() {
        return hash + "#" + version; // the node plays no part in the proof
    }

    /** XEP-0115 5.4. */
    @Override
    public boolean verifies(Xml query) {
        return !CapsForm.hasDuplicates(query) && version.equals(version(DiscoInfo.read(query), hash));
    }

    /** XEP-0115 5.1; null when the hash is not known here. */
    static @Nullable String version(DiscoInfo info, String hash) {
        StringBuilder text = new StringBuilder();
        info.identities().stream().map(Caps::line).sorted(OCTETS).forEach(line -> text.append(line)
                .append('<'));
        info.features().stream().sorted(OCTETS).forEach(feature -> text.append(feature)
                .append('<'));
        info.forms().stream()
                .filter(form -> !formType(form).isEmpty())
                .sorted(Comparator.comparing(Caps::formType, OCTETS))
                .forEach(form -> append(text, form));
        try {
            byte[] digest = MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT))
                    .digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            return null;
        }
    }

    private static String line(Identity identity) {
        return identity.category() + "/" + identity.type() + "/" + identity.language() + "/" + identity.name();
    }

    private static void append(StringBuilder text, Xml form) {
        text.append(formType(form)).append('<');
        form.children("field", DATA_FORMS).stream()
                .filter(field -> !field.attribute("var", "").equals("FORM_TYPE"))
                .sorted(Comparator.comparing(field -> field.attribute("var", ""), OCTETS))
                .forEach(field -> {
                    text.append(field.attribute("var", "")).append('<');
                    values(field).stream().sorted(OCTETS).forEach(value -> text.append(value)
                            .append('<'));
                });
    }

    private static String formType(Xml form) {
        for (Xml field : form.children("field", DATA_FORMS)) {
            if (field.attribute("var", "").equals("FORM_TYPE")
                    && field.attribute("type", "").equals("hidden")
                    && !values(field).isEmpty()) {
                return values(field).get(0);
            }
        }
        return "";
    }

    private static List<String> values(Xml field) {
        return field.children("value", DATA_FORMS).stream().map(Xml::text).toList();
    }
}

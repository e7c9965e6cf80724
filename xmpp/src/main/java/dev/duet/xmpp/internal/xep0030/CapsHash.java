package dev.duet.xmpp.internal.xep0030;

import dev.duet.xmpp.internal.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newer short form of what an entity can do, whose hash cannot be had of other information (XEP-0390). Pure.
 *
 * @param algorithm as XEP-0300 names it, for example {@code sha-256}
 * @param hash in Base64
 */
public record CapsHash(String algorithm, String hash) implements CapsForm {

    /** The namespace. */
    public static final String NAMESPACE = "urn:xmpp:caps";

    private static final String HASHES = "urn:xmpp:hashes:2";
    private static final String DATA_FORMS = "jabber:x:data";
    private static final List<String> KNOWN = List.of("sha-256", "sha3-256", "sha-512", "sha3-512");

    /** What presence carries: of several, one whose algorithm is known here; null for none. */
    static @Nullable CapsHash read(Xml presence) {
        Xml c = presence.child("c", NAMESPACE);
        return c == null
                ? null
                : c.children("hash", HASHES).stream()
                        .map(hash -> new CapsHash(
                                hash.attribute("algo", ""), hash.text().strip()))
                        .filter(hash -> KNOWN.contains(hash.algorithm))
                        .findFirst()
                        .orElse(null);
    }

    /** The short form of that information. */
    public static CapsHash of(DiscoInfo info) {
        return new CapsHash("sha-256", hash(info, "sha-256"));
    }

    /** The child of a presence stanza. */
    public Xml write() {
        return Xml.element("c", NAMESPACE)
                .add(Xml.element("hash", HASHES)
                        .attribute("algo", algorithm)
                        .text(hash)
                        .build())
                .build();
    }

    @Override
    public String queryNode() {
        return NAMESPACE + "#" + algorithm + "." + hash;
    }

    @Override
    public boolean verifies(Xml query) {
        return !CapsForm.hasDuplicates(query) && hash.equals(hash(DiscoInfo.read(query), algorithm));
    }

    @Override
    public String key() {
        return queryNode();
    }

    /** XEP-0390 4.1 and 4.2. */
    private static String hash(DiscoInfo info, String algorithm) {
        String input = joined(info.features(), feature -> feature + '\u001f', '\u001c')
                + joined(
                        info.identities(),
                        identity ->
                                Stream.of(identity.category(), identity.type(), identity.language(), identity.name())
                                                .map(part -> part + '\u001f')
                                                .collect(Collectors.joining())
                                        + '\u001e',
                        '\u001c')
                + joined(info.forms(), CapsHash::form, '\u001c');
        try {
            String name = algorithm.toUpperCase(Locale.ROOT);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(name).digest(input.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no " + algorithm, e);
        }
    }

    private static String form(Xml form) {
        return joined(form.children("field", DATA_FORMS), CapsHash::field, '\u001d');
    }

    private static String field(Xml field) {
        return field.attribute("var", "")
                + '\u001f'
                + joined(field.children("value", DATA_FORMS), value -> value.text() + '\u001f', '\u001e');
    }

    private static <T> String joined(Collection<T> parts, Function<T, String> text, char end) {
        return parts.stream().map(text).sorted(CapsHash::byOctets).collect(Collectors.joining()) + end;
    }

    private static int byOctets(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.duet.xmpp.internal.xep0320;

import dev.duet.model.DtlsDescription;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.DtlsDescription.Setup;
import dev.duet.xmpp.internal.xep0166.Fields;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The certificate that a side will show, inside a transport element. Pure. */
public final class Fingerprints {

    /** The namespace, which is also the feature of those who do DTLS-SRTP. */
    public static final String NAMESPACE = "urn:xmpp:jingle:apps:dtls:0";

    private static final Pattern BYTES = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){0,63}");

    private Fingerprints() {}

    /** What a transport element tells; null when nothing. */
    public static @Nullable DtlsDescription read(Xml transport) throws JingleException {
        List<Fingerprint> fingerprints = new ArrayList<>();
        Setup setup = Setup.ACTPASS; // where nothing is said, either will do (RFC 4145 4)
        for (Xml fingerprint : transport.children("fingerprint", NAMESPACE)) {
            String value = fingerprint.text().strip().toUpperCase(Locale.ROOT);
            if (!BYTES.matcher(value).matches()) {
                throw new JingleException("bad fingerprint");
            }
            fingerprints.add(
                    new Fingerprint(Fields.required(fingerprint, "hash").toLowerCase(Locale.ROOT), value));
            setup = setup(fingerprint, setup);
        }
        return fingerprints.isEmpty() ? null : new DtlsDescription(fingerprints, setup);
    }

    private static Setup setup(Xml fingerprint, Setup otherwise) throws JingleException {
        String word = fingerprint.attribute("setup");
        if (word == null) {
            return otherwise;
        }
        for (Setup setup : Setup.values()) {
            if (setup.name().toLowerCase(Locale.ROOT).equals(word)) {
                return setup;
            }
        }
        throw new JingleException("bad setup in fingerprint");
    }

    /** The elements. */
    public static List<Xml> write(DtlsDescription dtls) {
        return dtls.fingerprints().stream()
                .map(fingerprint -> Xml.element("fingerprint", NAMESPACE)
                        .attribute("hash", fingerprint.hash())
                        .attribute("setup", dtls.setup().name().toLowerCase(Locale.ROOT))
                        .text(fingerprint.value())
                        .build())
                .toList();
    }
}

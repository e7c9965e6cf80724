package dev.duet.sip.internal.rfc8866;

import dev.duet.model.DtlsDescription;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.DtlsDescription.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the DTLS side of a section (RFC 8842, RFC 8122). */
final class DtlsReader {

    private DtlsReader() {}

    /** The DTLS side; null without a fingerprint. */
    static @Nullable DtlsDescription read(SdpLines.Section session, SdpLines.Section section) throws SdpException {
        List<String> values = section.all("fingerprint");
        values = values.isEmpty() ? session.all("fingerprint") : values;
        if (values.isEmpty()) {
            return null;
        }
        List<Fingerprint> fingerprints = new ArrayList<>();
        for (String value : values) {
            List<String> parts = Words.of(value);
            if (parts.size() != 2 || !parts.get(1).matches("[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*+")) {
                throw new SdpException("bad fingerprint");
            }
            fingerprints.add(new Fingerprint(
                    parts.get(0).toLowerCase(Locale.ROOT), parts.get(1).toUpperCase(Locale.ROOT)));
        }
        String setup = section.value("setup") != null ? section.value("setup") : session.value("setup");
        return new DtlsDescription(fingerprints, setup(setup));
    }

    /** Who leaves it out does not care, so either side may connect. */
    private static Setup setup(@Nullable String value) throws SdpException {
        if (value == null) {
            return Setup.ACTPASS;
        }
        for (Setup setup : Setup.values()) {
            if (setup.name().toLowerCase(Locale.ROOT).equals(value)) {
                return setup;
            }
        }
        throw new SdpException("bad setup attribute");
    }
}

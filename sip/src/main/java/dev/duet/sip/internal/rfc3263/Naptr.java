package dev.duet.sip.internal.rfc3263;

import dev.duet.model.SipConfig.Transport;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * A NAPTR record that leads to SRV records (RFC 3263 4.1).
 *
 * @param order lower comes first, whatever this side would like
 * @param preference lower comes first within an order
 * @param service for example {@code SIPS+D2T}
 * @param replacement the name of the SRV records, without its final dot
 */
record Naptr(int order, int preference, String service, String replacement) {

    static final Comparator<Naptr> ORDER = Comparator.comparing(Naptr::order).thenComparing(Naptr::preference);

    /** The transport of the service; empty for one that is not SIP's. */
    Optional<Transport> transport() {
        return Optional.ofNullable(
                switch (service.toUpperCase(Locale.ROOT)) {
                    case "SIP+D2U" -> Transport.UDP;
                    case "SIP+D2T" -> Transport.TCP;
                    case "SIPS+D2T" -> Transport.TLS;
                    case "SIP+D2W" -> Transport.WS;
                    case "SIPS+D2W" -> Transport.WSS;
                    case "SIP+D2S" -> Transport.SCTP;
                    default -> null;
                });
    }
}

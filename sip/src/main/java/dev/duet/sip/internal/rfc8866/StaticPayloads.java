package dev.duet.sip.internal.rfc8866;

import dev.duet.model.PayloadType;
import java.util.Map;

/** Payload types that need no {@code rtpmap} (RFC 3551 6, tables 4 and 5). */
final class StaticPayloads {

    private static final Map<Integer, String> TABLE = Map.ofEntries(
            Map.entry(0, "PCMU/8000"),
            Map.entry(3, "GSM/8000"),
            Map.entry(4, "G723/8000"),
            Map.entry(5, "DVI4/8000"),
            Map.entry(6, "DVI4/16000"),
            Map.entry(7, "LPC/8000"),
            Map.entry(8, "PCMA/8000"),
            Map.entry(9, "G722/8000"),
            Map.entry(10, "L16/44100/2"),
            Map.entry(11, "L16/44100"),
            Map.entry(12, "QCELP/8000"),
            Map.entry(13, "CN/8000"),
            Map.entry(14, "MPA/90000"),
            Map.entry(15, "G728/8000"),
            Map.entry(16, "DVI4/11025"),
            Map.entry(17, "DVI4/22050"),
            Map.entry(18, "G729/8000"),
            Map.entry(25, "CelB/90000"),
            Map.entry(26, "JPEG/90000"),
            Map.entry(28, "nv/90000"),
            Map.entry(31, "H261/90000"),
            Map.entry(32, "MPV/90000"),
            Map.entry(33, "MP2T/90000"),
            Map.entry(34, "H263/90000"));

    private StaticPayloads() {}

    /** The payload type as the table has it; one without a name when the table has none. */
    static PayloadType of(int id) throws SdpException {
        String encoding = TABLE.get(id);
        return encoding == null ? PayloadType.of(id, "", 0, 1) : encoded(id, encoding);
    }

    /**
     * The payload type of an encoding as {@code rtpmap} has it: {@code opus/48000/2}. RFC 4475's messages have one
     * without a clock rate, which counts as none.
     */
    static PayloadType encoded(int id, String encoding) throws SdpException {
        String[] parts = encoding.split("/", -1);
        if (parts.length == 1 && !encoding.isEmpty()) {
            return of(id);
        }
        boolean good = parts.length >= 2 && parts.length <= 3 && !parts[0].isEmpty();
        if (!good) {
            throw new SdpException("bad rtpmap of payload type " + id);
        }
        int rate = Numbers.parse(parts[1], 1, Integer.MAX_VALUE, "clock rate");
        int channels = parts.length == 3 ? Numbers.parse(parts[2], 1, 255, "channels") : 1;
        return PayloadType.of(id, parts[0], rate, channels);
    }
}

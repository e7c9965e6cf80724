package dev.duet.xmpp.internal.xep0167;

import dev.duet.model.PayloadType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Payload types that need neither name nor clock rate (RFC 3551 6, tables 4 and 5). */
final class StaticPayloads {

    private static final Map<Integer, PayloadType> TABLE = Map.ofEntries(
            entry(0, "PCMU", 8_000),
            entry(3, "GSM", 8_000),
            entry(4, "G723", 8_000),
            entry(5, "DVI4", 8_000),
            entry(6, "DVI4", 16_000),
            entry(7, "LPC", 8_000),
            entry(8, "PCMA", 8_000),
            entry(9, "G722", 8_000),
            Map.entry(10, PayloadType.of(10, "L16", 44_100, 2)),
            entry(11, "L16", 44_100),
            entry(12, "QCELP", 8_000),
            entry(13, "CN", 8_000),
            entry(14, "MPA", 90_000),
            entry(15, "G728", 8_000),
            entry(16, "DVI4", 11_025),
            entry(17, "DVI4", 22_050),
            entry(18, "G729", 8_000),
            entry(25, "CelB", 90_000),
            entry(26, "JPEG", 90_000),
            entry(28, "nv", 90_000),
            entry(31, "H261", 90_000),
            entry(32, "MPV", 90_000),
            entry(33, "MP2T", 90_000),
            entry(34, "H263", 90_000));

    private StaticPayloads() {}

    private static Map.Entry<Integer, PayloadType> entry(int id, String name, int rate) {
        return Map.entry(id, PayloadType.of(id, name, rate, 1));
    }

    static @Nullable PayloadType find(int id) {
        return TABLE.get(id);
    }
}

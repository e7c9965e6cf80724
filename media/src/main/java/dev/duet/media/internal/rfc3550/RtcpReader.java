package dev.duet.media.internal.rfc3550;

import java.nio.charset.StandardCharsets;

/** Reads compound RTCP packets, reduced ones (RFC 5506) included. */
public final class RtcpReader {

    private RtcpReader() {}

    /** What a compound packet says. */
    public interface Handler {

        /** A report of a source that sends; 64 bits of NTP time. */
        void senderReport(long ssrc, long ntp, long rtpTimestamp, long packets, long octets);

        /** A block of a report; see {@link RtcpWriter#block}. */
        void block(
                long reporter,
                long about,
                int fraction,
                long lost,
                long highest,
                long jitter,
                long lastReport,
                long delay);

        /** Who a source is. */
        void cname(long ssrc, String cname);

        /** A source leaves. */
        void bye(long ssrc);
    }

    /** Tells what is in the packet. False, with nothing told, when its lengths do not fit (RFC 3550 A.2). */
    public static boolean read(byte[] data, int offset, int length, Handler handler) {
        int end = offset + length;
        for (int at = offset; at < end; at = next(data, at)) {
            if (end - at < 4 || (data[at] & 0xC0) != 0x80 || next(data, at) > end || !fits(data, at)) {
                return false;
            }
        }
        for (int at = offset; at < end; at = next(data, at)) {
            tell(data, at, handler);
        }
        return length > 0;
    }

    private static int next(byte[] data, int at) {
        return at + 4 + 4 * Bytes.u16(data, at + 2);
    }

    private static int count(byte[] data, int at) {
        return data[at] & 0x1F;
    }

    private static boolean fits(byte[] data, int at) {
        int size = next(data, at) - at;
        return switch (data[at + 1] & 0xFF) {
            case RtcpWriter.SENDER_REPORT -> size >= 28 + 24 * count(data, at);
            case RtcpWriter.RECEIVER_REPORT -> size >= 8 + 24 * count(data, at);
            case RtcpWriter.BYE -> size >= 4 + 4 * count(data, at);
            default -> true;
        };
    }

    private static void tell(byte[] data, int at, Handler handler) {
        switch (data[at + 1] & 0xFF) {
            case RtcpWriter.SENDER_REPORT -> {
                long ntp = Bytes.u32(data, at + 8) << 32 | Bytes.u32(data, at + 12);
                handler.senderReport(
                        Bytes.u32(data, at + 4),
                        ntp,
                        Bytes.u32(data, at + 16),
                        Bytes.u32(data, at + 20),
                        Bytes.u32(data, at + 24));
                blocks(data, at, at + 28, handler);
            }
            case RtcpWriter.RECEIVER_REPORT -> blocks(data, at, at + 8, handler);
            case RtcpWriter.SOURCE_DESCRIPTION -> chunks(data, at, handler);
            case RtcpWriter.BYE -> {
                for (int i = 0; i < count(data, at); i++) {
                    handler.bye(Bytes.u32(data, at + 4 + 4 * i));
                }
            }
            default -> {
                // application-defined, feedback, extended reports: not used
            }
        }
    }

    private static void blocks(byte[] data, int at, int first, Handler handler) {
        for (int i = 0; i < count(data, at); i++) {
            int block = first + 24 * i;
            int lost = Bytes.u24(data, block + 5) << 8 >> 8;
            handler.block(
                    Bytes.u32(data, at + 4),
                    Bytes.u32(data, block),
                    data[block + 4] & 0xFF,
                    lost,
                    Bytes.u32(data, block + 8),
                    Bytes.u32(data, block + 12),
                    Bytes.u32(data, block + 16),
                    Bytes.u32(data, block + 20));
        }
    }

    private static void chunks(byte[] data, int at, Handler handler) {
        int end = next(data, at);
        int item = at + 4;
        for (int chunk = 0; chunk < count(data, at) && item + 4 < end; chunk++) {
            long ssrc = Bytes.u32(data, item);
            item += 4;
            while (item + 1 < end && data[item] != 0) {
                int size = data[item + 1] & 0xFF;
                if (item + 2 + size > end) {
                    return;
                }
                if (data[item] == RtcpWriter.CNAME) {
                    handler.cname(ssrc, new String(data, item + 2, size, StandardCharsets.UTF_8));
                }
                item += 2 + size;
            }
            item += 4 - (item - at) % 4;
        }
    }
}

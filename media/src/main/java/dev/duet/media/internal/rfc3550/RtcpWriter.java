package dev.duet.media.internal.rfc3550;

import java.nio.charset.StandardCharsets;

/** Writes one compound RTCP packet after the other into one buffer (RFC 3550 6.1, 6.4 to 6.6). */
public final class RtcpWriter {

    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int BYE = 203;
    static final int CNAME = 1;

    private final byte[] buffer = new byte[512];
    private int length;
    private int packetAt;

    /** Begins a compound packet. */
    public RtcpWriter begin() {
        length = 0;
        return this;
    }

    /** A report of a side that sends. A block may follow. */
    public RtcpWriter senderReport(long ssrc, long ntp, long rtpTimestamp, long packets, long octets) {
        start(SENDER_REPORT, 0);
        word(ssrc);
        word(ntp >>> 32);
        word(ntp);
        word(rtpTimestamp);
        word(packets);
        word(octets);
        return finish();
    }

    /** A report of a side that does not send. A block may follow. */
    public RtcpWriter receiverReport(long ssrc) {
        start(RECEIVER_REPORT, 0);
        word(ssrc);
        return finish();
    }

    /**
     * Adds a block to the report just written.
     *
     * @param about the source that is reported about
     * @param fraction the share that was lost, in 256ths
     * @param lost packets that were lost in all; may be negative
     * @param highest the highest sequence number with its cycles
     * @param jitter in ticks of the timestamps' clock
     * @param lastReport the middle of the NTP time of the source's last report; 0 when there was none
     * @param delay since that report came, in 1/65536 s
     */
    public RtcpWriter block(
            long about, int fraction, long lost, long highest, long jitter, long lastReport, long delay) {
        buffer[packetAt]++;
        word(about);
        word((long) fraction << 24 | lost & 0xFF_FFFF);
        word(highest);
        word(jitter);
        word(lastReport);
        word(delay);
        return finish();
    }

    /** Who that source is, the same for all its media. */
    public RtcpWriter cname(long ssrc, String cname) {
        byte[] name = cname.getBytes(StandardCharsets.US_ASCII);
        start(SOURCE_DESCRIPTION, 1);
        word(ssrc);
        buffer[length++] = CNAME;
        buffer[length++] = (byte) name.length;
        System.arraycopy(name, 0, buffer, length, name.length);
        length += name.length;
        do {
            buffer[length++] = 0;
        } while ((length - packetAt) % 4 != 0);
        return finish();
    }

    /** That source leaves. */
    public RtcpWriter bye(long ssrc) {
        start(BYE, 1);
        word(ssrc);
        return finish();
    }

    /** Holds the compound packet. */
    public byte[] buffer() {
        return buffer;
    }

    /** Bytes of the compound packet. */
    public int length() {
        return length;
    }

    private void start(int type, int count) {
        packetAt = length;
        buffer[length] = (byte) (0x80 | count);
        buffer[length + 1] = (byte) type;
        length += 4;
    }

    private void word(long value) {
        Bytes.put32(buffer, length, value);
        length += 4;
    }

    private RtcpWriter finish() {
        Bytes.put16(buffer, packetAt + 2, (length - packetAt) / 4 - 1);
        return this;
    }
}

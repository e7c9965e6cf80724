package dev.duet.media.internal.stream;

import dev.duet.media.internal.rfc3550.NtpClock;
import dev.duet.media.internal.rfc3550.RtcpReader;
import dev.duet.media.internal.rfc3550.RtcpSchedule;
import dev.duet.media.internal.rfc3550.RtcpWriter;
import dev.duet.media.internal.transport.MediaTransport;

/** What the two sides tell each other about their sound (RFC 3550 6). */
final class Reports implements RtcpReader.Handler {

    /** A source that sent nothing for so long is no sender; two report intervals (RFC 3550 6.3.5). */
    private static final long SENDER_NANOS = 10_000_000_000L;

    private static final int NTP_UNITS = 65_536;

    private final MediaTransport transport;
    private final PacketTransform transform;
    private final Outgoing out;
    private final Receiver in;
    private final NtpClock ntp;
    private final RtcpSchedule schedule;
    private final String cname;
    private final RtcpWriter writer = new RtcpWriter();

    private long packetsAtLastReport;
    private boolean sent;
    private long now;
    private long peerReport;
    private long peerReportAt;
    private double roundTripSeconds = -1;
    private double remoteLoss = -1;

    Reports(
            MediaTransport transport,
            PacketTransform transform,
            Outgoing out,
            Receiver in,
            NtpClock ntp,
            RtcpSchedule schedule,
            String cname) {
        this.transport = transport;
        this.transform = transform;
        this.out = out;
        this.in = in;
        this.ntp = ntp;
        this.schedule = schedule;
        this.cname = cname;
    }

    /** Sends a report when it is time. */
    void tick(int clockRate, long nanos) {
        now = nanos;
        schedule.state(
                out.packets() > packetsAtLastReport,
                in.hasSource(),
                in.hasSource() && nanos - in.lastReceived() < SENDER_NANOS);
        if (schedule.due(nanos)) {
            report(clockRate);
            send();
            packetsAtLastReport = out.packets();
        }
    }

    /** Says goodbye (RFC 3550 6.3.7); a side that never sent anything says nothing. */
    void bye(int clockRate, long nanos) {
        now = nanos;
        if (out.packets() > 0 || sent) {
            report(clockRate).bye(out.ssrc());
            send();
        }
    }

    private RtcpWriter report(int clockRate) {
        writer.begin();
        if (out.packets() > packetsAtLastReport) {
            long timestamp = out.timestamp(now, clockRate);
            writer.senderReport(out.ssrc(), ntp.at(now), timestamp, out.packets(), out.octets());
        } else {
            writer.receiverReport(out.ssrc());
        }
        if (in.hasSource() && !in.reception().isEmpty()) {
            long delay = peerReport == 0 ? 0 : (long) ((now - peerReportAt) / 1e9 * NTP_UNITS);
            writer.block(
                    in.ssrc(),
                    in.reception().fractionLost(),
                    in.reception().lost(),
                    in.reception().highest(),
                    (long) in.reception().jitter(),
                    peerReport,
                    delay);
        }
        return writer.cname(out.ssrc(), cname);
    }

    private void send() {
        schedule.size(writer.length());
        int length = transform.protect(writer.buffer(), 0, writer.length(), true);
        if (length > 0) {
            sent |= transport.sendRtcp(writer.buffer(), 0, length);
        }
    }

    /** Takes a compound packet. */
    void packet(byte[] data, int offset, int length, long nanos) {
        now = nanos;
        if (RtcpReader.read(data, offset, length, this)) {
            schedule.size(length);
        }
    }

    @Override
    public void senderReport(long ssrc, long ntpTime, long rtpTimestamp, long packets, long octets) {
        if (in.hasSource() && ssrc == in.ssrc()) {
            peerReport = NtpClock.middle(ntpTime);
            peerReportAt = now;
        }
    }

    @Override
    public void block(
            long reporter,
            long about,
            int fraction,
            long lost,
            long highest,
            long jitter,
            long lastReport,
            long delay) {
        if (about != out.ssrc()) {
            return;
        }
        remoteLoss = fraction / 256.0;
        if (lastReport != 0) {
            // RFC 3550 6.4.1. Both reports waited for a tick: the figure has up to 20 ms too much.
            long units = (int) (NtpClock.middle(ntp.at(now)) - lastReport - delay);
            roundTripSeconds = Math.max(0, (double) units / NTP_UNITS);
        }
    }

    @Override
    public void cname(long ssrc, String name) {
        // one medium: there is nothing to tie together
    }

    @Override
    public void bye(long ssrc) {
        // the signalling tells when a call ends
    }

    /** Seconds to the other side and back; -1 when unknown. */
    double roundTripSeconds() {
        return roundTripSeconds;
    }

    /** The share of our packets that the other side missed lately; -1 when unknown. */
    double remoteLoss() {
        return remoteLoss;
    }
}

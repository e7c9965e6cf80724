package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc3550.RtpPacket;
import dev.duet.media.internal.rfc7983.PacketKind;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDescription;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One side of a call in tests: what its transport told and received. */
final class Side implements MediaTransport.Listener, PacketHandler {

    static final int PAYLOAD_TYPE = 8;

    final List<MediaTransport.Local> locals = new CopyOnWriteArrayList<>();
    final List<IceCandidate> candidates = new CopyOnWriteArrayList<>();
    final AtomicInteger ends = new AtomicInteger();
    final List<Failure> interruptions = new CopyOnWriteArrayList<>();
    final List<Failure> warnings = new CopyOnWriteArrayList<>();
    final List<Failure> failures = new CopyOnWriteArrayList<>();
    final AtomicInteger connected = new AtomicInteger();
    final List<byte[]> rtp = new CopyOnWriteArrayList<>();
    final List<byte[]> rtcp = new CopyOnWriteArrayList<>();
    private volatile MediaTransport other;
    private final RtpPacket view = new RtpPacket();

    /** Tells the other side of candidates as they are found. */
    void trickleTo(MediaTransport transport) {
        other = transport;
    }

    @Override
    public void localReady(MediaTransport.Local local) {
        locals.add(local);
    }

    @Override
    public void localCandidate(IceCandidate candidate) {
        candidates.add(candidate);
        MediaTransport to = other;
        if (to != null) {
            to.remoteCandidate(candidate);
        }
    }

    @Override
    public void connected() {
        connected.incrementAndGet();
    }

    @Override
    public void endOfCandidates() {
        ends.incrementAndGet();
        MediaTransport to = other;
        if (to != null) {
            to.remoteEndOfCandidates();
        }
    }

    @Override
    public void interrupted(Failure failure) {
        interruptions.add(failure);
    }

    @Override
    public void warning(Failure failure) {
        warnings.add(failure);
    }

    @Override
    public void failed(Failure failure) {
        failures.add(failure);
    }

    @Override
    public void packet(PacketKind kind, byte[] data, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(data, offset, offset + length);
        (kind == PacketKind.RTP ? rtp : rtcp).add(copy);
    }

    @Override
    public boolean expected(byte[] data, int offset, int length) {
        return view.wrap(data, offset, length) && view.payloadType() == PAYLOAD_TYPE;
    }

    MediaTransport.Local local() {
        return locals.get(locals.size() - 1);
    }

    /** What this side tells the other one. */
    MediaDescription description() {
        MediaTransport.Local local = local();
        return MediaDescription.audio("0")
                .rtp(local.rtp())
                .rtcp(local.rtcp())
                .rtcpMux(local.rtcpMux())
                .ice(local.ice())
                .build();
    }

    @Override
    public String toString() {
        return "candidates " + candidates + " ends " + ends + " connected " + connected + " packets " + rtp.size()
                + " warnings " + warnings + " interruptions " + interruptions + " failures " + failures;
    }

    static byte[] rtp(int sequence) {
        byte[] packet = new byte[172];
        RtpPacket.writeHeader(packet, 0, false, PAYLOAD_TYPE, sequence, 160L * sequence, 0x1234_5678L);
        return packet;
    }

    static byte[] rtcp() {
        byte[] packet = new byte[8];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 201;
        packet[3] = 1;
        return packet;
    }
}

package dev.duet.media.internal.stream;

import dev.duet.media.internal.rfc3550.RtpPacket;
import dev.duet.media.internal.transport.MediaTransport;

/** The source that this side is to the other: its numbers, and the way out. */
final class Outgoing {

    /** Room for the longest Opus packet, its header, and what protects it. */
    private static final int MOST_BYTES = 1500;

    private final MediaTransport transport;
    private final PacketTransform transform;
    private final byte[] packet = new byte[MOST_BYTES + PacketTransform.MOST_GROWTH];
    private long ssrc;
    private int sequence;
    private long packets;
    private long octets;
    private long lastTimestamp;
    private long lastSent;

    Outgoing(MediaTransport transport, PacketTransform transform, long ssrc, int sequence) {
        this.transport = transport;
        this.transform = transform;
        this.ssrc = ssrc;
        this.sequence = sequence;
    }

    /** Where a payload is to be written, at {@link RtpPacket#HEADER_BYTES}. */
    byte[] packet() {
        return packet;
    }

    /** Sends the payload that was written. */
    void send(int payloadType, boolean marker, long timestamp, int payloadBytes, long now) {
        RtpPacket.writeHeader(packet, 0, marker, payloadType, sequence, timestamp, ssrc);
        sequence = sequence + 1 & 0xFFFF;
        int length = transform.protect(packet, 0, RtpPacket.HEADER_BYTES + payloadBytes, false);
        if (length > 0 && transport.sendRtp(packet, 0, length)) {
            packets++;
            octets += payloadBytes;
        }
        lastTimestamp = timestamp;
        lastSent = now;
    }

    /** Becomes another source: its timestamps count another clock (RFC 7160 4). */
    void renew(long newSsrc) {
        ssrc = newSsrc;
        packets = 0;
        octets = 0;
    }

    long ssrc() {
        return ssrc;
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    /** The timestamp that a packet sent now would bear. */
    long timestamp(long now, int clockRate) {
        return lastTimestamp + (now - lastSent) * clockRate / 1_000_000_000L & 0xFFFF_FFFFL;
    }
}

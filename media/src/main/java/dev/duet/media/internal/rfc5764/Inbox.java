package dev.duet.media.internal.rfc5764;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

/**
 * What the handshake sees of the way: the tick puts in what it received, the handshake takes it out where it may wait.
 * When it does not keep up, datagrams are dropped: DTLS repeats.
 */
final class Inbox implements DatagramTransport {

    /** The most that UDP carries here; a longer datagram is not passed on. */
    private static final int RECEIVE_LIMIT = 2048;
    /** Below what any path takes (RFC 8200 5), with the headers of IPv6, UDP and TURN. */
    private static final int SEND_LIMIT = 1200;

    private static final int ROOM = 32;
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(ROOM);
    private final DtlsAssociation.Sender sender;
    private volatile boolean ended;

    Inbox(DtlsAssociation.Sender sender) {
        this.sender = sender;
    }

    /** Takes a datagram in, copied. */
    void put(byte[] data, int offset, int length) {
        if (!ended && received.remainingCapacity() > 0) {
            received.offer(Arrays.copyOfRange(data, offset, offset + length));
        }
    }

    boolean isEmpty() {
        return received.isEmpty();
    }

    /** Wakes up whoever waits here, and lets nobody wait any more. Sending goes on. */
    void end() {
        ended = true;
        received.clear();
        received.offer(END);
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        try {
            byte[] next = received.poll(Math.max(1, waitMillis), TimeUnit.MILLISECONDS);
            if (ended) {
                received.offer(END);
                throw new IOException("Ended");
            }
            if (next == null || next.length > length) {
                return -1;
            }
            System.arraycopy(next, 0, buffer, offset, next.length);
            return next.length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void send(byte[] data, int offset, int length) {
        sender.send(data, offset, length);
    }

    @Override
    public void close() {
        ended = true;
    }
}

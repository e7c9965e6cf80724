package dev.duet.sandbox.internal.wire;

import dev.duet.sandbox.internal.nio.SelectorLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One direction of one connection: reads pieces, holds each until its time, writes them in order. On the loop only. */
final class TcpPipe {

    /** What a pipe asks of the connection it belongs to. */
    interface Owner {
        /** False while nothing may pass. */
        boolean passes();

        /** How many more bytes may be passed in the pipe's direction before a cut. */
        long allowance(TcpPipe pipe);

        /** Bytes were passed; may cut. */
        void passed(TcpPipe pipe, int bytes);

        /** The pipe has passed the end of its stream. */
        void ended();

        /** An end is gone: the connection cannot go on. */
        void broken();

        /** What each socket waits for may have changed. */
        void reconsider();
    }

    /** A piece of the stream; an empty one is its end. */
    private record Piece(long at, ByteBuffer bytes) {}

    private static final Logger LOG = LoggerFactory.getLogger(TcpPipe.class);
    /** As much as a segment on Ethernet, so that delay and bandwidth work on pieces of a natural size. */
    private static final int PIECE = 1460;

    private static final int MAX_HELD = 262_144;

    private final SelectorLoop loop;
    private final Lane lane;
    private final SocketChannel from;
    private final SocketChannel to;
    private final Owner owner;
    private final Deque<Piece> held = new ArrayDeque<>();
    private final ByteBuffer in = ByteBuffer.allocate(PIECE);
    private int heldBytes;
    private long lastAt;
    private boolean readEnd;
    private boolean writtenEnd;
    private boolean receiverFull;

    TcpPipe(SelectorLoop loop, Lane lane, SocketChannel from, SocketChannel to, Owner owner) {
        this.loop = loop;
        this.lane = lane;
        this.from = from;
        this.to = to;
        this.owner = owner;
        this.lastAt = System.nanoTime();
    }

    Lane lane() {
        return lane;
    }

    boolean wantsToRead() {
        return !readEnd && heldBytes < MAX_HELD && owner.passes();
    }

    boolean wantsToWrite() {
        return receiverFull && owner.passes();
    }

    boolean hasEnded() {
        return writtenEnd;
    }

    /** Reads a piece; false when there was none. */
    boolean read() {
        in.clear();
        int count;
        try {
            count = from.read(in);
        } catch (IOException e) {
            LOG.debug("A connection broke: {}", e.toString());
            owner.broken();
            return false;
        }
        long now = System.nanoTime();
        if (count < 0) {
            readEnd = true;
            lastAt = Math.max(lastAt, now + lane.settings().delay().toNanos());
            hold(new Piece(lastAt, ByteBuffer.allocate(0)));
        } else if (count > 0) {
            long arrival = lane.enter(now, count).arrivals().get(0);
            // A stream keeps its order.
            lastAt = Math.max(lastAt, arrival);
            hold(new Piece(lastAt, ByteBuffer.allocate(count).put(in.flip()).flip()));
        }
        owner.reconsider();
        return count > 0;
    }

    /** Puts bytes that nobody sent behind all those that came. */
    void inject(byte[] bytes) {
        while (wantsToRead() && read()) {
            // what was written at once stays in one piece
        }
        lastAt = Math.max(lastAt, System.nanoTime());
        hold(new Piece(lastAt, ByteBuffer.wrap(bytes.clone())));
    }

    private void hold(Piece piece) {
        held.addLast(piece);
        heldBytes += piece.bytes().remaining();
        if (piece.at() - System.nanoTime() <= 0) {
            write();
        } else {
            loop.at(piece.at(), this::write);
        }
    }

    /** Writes all that is due. */
    void write() {
        while (!held.isEmpty() && owner.passes() && held.peekFirst().at() - System.nanoTime() <= 0) {
            Piece piece = held.peekFirst();
            try {
                if (piece.bytes().hasRemaining()) {
                    if (!writeSome(piece.bytes())) {
                        break;
                    }
                    if (!piece.bytes().hasRemaining()) {
                        held.removeFirst();
                    }
                } else {
                    held.removeFirst();
                    writtenEnd = true;
                    to.shutdownOutput();
                    owner.ended();
                }
            } catch (IOException e) {
                LOG.debug("A connection broke: {}", e.toString());
                owner.broken();
                return;
            }
        }
        owner.reconsider();
    }

    /** Returns false if the receiver takes no more for now. */
    private boolean writeSome(ByteBuffer bytes) throws IOException {
        int whole = bytes.limit();
        long allowance = owner.allowance(this);
        bytes.limit((int) Math.min(whole, bytes.position() + allowance));
        int count;
        // Under the lane's lock, so that whoever has received the bytes finds them counted.
        synchronized (lane) {
            count = to.write(bytes);
            if (count > 0) {
                lane.leave(lane.number(), count);
            }
        }
        receiverFull = bytes.hasRemaining();
        bytes.limit(whole);
        heldBytes -= count;
        if (count > 0) {
            owner.passed(this, count);
        }
        return !receiverFull;
    }
}

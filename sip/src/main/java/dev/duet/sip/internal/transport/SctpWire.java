package dev.duet.sip.internal.transport;

import com.sun.nio.sctp.AbstractNotificationHandler;
import com.sun.nio.sctp.AssociationChangeNotification;
import com.sun.nio.sctp.HandlerResult;
import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpSocketOption;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import com.sun.nio.sctp.ShutdownNotification;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SCTP association with a server (RFC 4168): each message of SIP is one of SCTP, and so is each keep-alive (RFC 5626
 * 3.5.1). All go by stream 0 and unordered, so that none waits for another (5.1); they are taken from any stream.
 */
final class SctpWire extends ConnectionWire {

    private static final Logger LOG = LoggerFactory.getLogger(SctpWire.class);
    private static final int STREAM = 0;
    private static final int NO_PROTOCOL = 0; // as RFC 4168 5 has it
    private static final int NOT_MIXED = 0;

    private final Sctp sctp;
    private final SctpParts parts;
    private final Changes changes = new Changes();
    private final ByteBuffer buffer = ByteBuffer.allocate(8192);
    private volatile @Nullable SctpChannel channel;
    private volatile InetSocketAddress local = new InetSocketAddress(0);

    SctpWire(StreamWire.Target target, Listener listener, Sctp sctp) {
        super(target, listener);
        this.sctp = sctp;
        this.parts = new SctpParts(target.limits().messageBytes());
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public void send(byte[] message, InetSocketAddress to) {
        enqueue(message);
    }

    @Override
    public void ping(InetSocketAddress to) {
        enqueue(Crlf.PING);
    }

    @Override
    TlsFacts connect() throws IOException {
        SctpChannel open = sctp.channel();
        channel = open;
        set(open, SctpStandardSocketOptions.SCTP_NODELAY, true);
        set(open, SctpStandardSocketOptions.SCTP_FRAGMENT_INTERLEAVE, NOT_MIXED);
        if (target().local() != null) {
            open.bind(new InetSocketAddress(target().local(), 0));
        }
        connectInTime(open);
        local = localOf(open);
        return TlsFacts.NONE;
    }

    private static <T> void set(SctpChannel open, SctpSocketOption<T> option, T value) throws IOException {
        if (open.supportedOptions().contains(option)) {
            open.setOption(option, value);
        }
    }

    /** The kernel tries for a minute and more, and knows no time to wait. */
    private void connectInTime(SctpChannel open) throws IOException {
        CompletableFuture<Void> connected =
                new CompletableFuture<Void>().orTimeout(target().timeoutMillis(), TimeUnit.MILLISECONDS);
        connected.whenComplete((done, late) -> {
            if (late != null) {
                closeQuietly(open);
            }
        });
        try {
            open.connect(target().remote());
        } catch (IOException e) {
            if (!connected.isCompletedExceptionally()) {
                throw e;
            }
        } finally {
            connected.complete(null);
        }
        if (connected.isCompletedExceptionally()) {
            throw new SocketTimeoutException();
        }
    }

    private InetSocketAddress localOf(SctpChannel open) throws IOException {
        InetSocketAddress first = null;
        for (SocketAddress each : open.getAllLocalAddresses()) {
            InetSocketAddress address = (InetSocketAddress) each;
            if (first == null || address.getAddress().equals(target().local())) {
                first = address;
            }
        }
        if (first == null) {
            throw new EOFException();
        }
        return first;
    }

    @Override
    void write(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        open().send(
                        out,
                        MessageInfo.createOutgoing(null, STREAM).unordered(true).payloadProtocolID(NO_PROTOCOL));
        if (out.hasRemaining()) {
            throw new IOException("a message of " + bytes.length + " bytes was not taken whole");
        }
    }

    @Override
    void read() throws IOException {
        buffer.clear();
        MessageInfo info = open().receive(buffer, null, changes);
        if (info == null) {
            throw changes.end;
        }
        if (info.bytes() < 0) {
            throw new EOFException();
        }
        byte[] message = parts.take(buffer.flip(), info.streamNumber(), info.isComplete());
        if (message != null) {
            heardSomething();
            take(message);
        }
    }

    private void take(byte[] message) {
        int pings = pings(message);
        if (pings < 0) {
            received(message);
        }
        for (int i = 0; i < pings; i++) {
            enqueue(Crlf.PONG);
        }
    }

    /** How many there are in what is nothing but ends of lines; -1 for a message. */
    private static int pings(byte[] message) {
        for (byte each : message) {
            if (each != '\r' && each != '\n') {
                return -1;
            }
        }
        return message.length / Crlf.PING.length;
    }

    private SctpChannel open() throws IOException {
        SctpChannel open = channel;
        if (open == null) {
            throw new EOFException();
        }
        return open;
    }

    @Override
    void closeSocket() throws IOException {
        SctpChannel open = channel;
        if (open != null) {
            open.close();
        }
    }

    private static void closeQuietly(SctpChannel open) {
        try {
            open.close();
        } catch (IOException e) {
            LOG.debug("Closing: {}", e.toString());
        }
    }

    /** What becomes of the association. On the thread that reads. */
    private static final class Changes extends AbstractNotificationHandler<Void> {
        private IOException end = new EOFException();

        @Override
        public HandlerResult handleNotification(AssociationChangeNotification change, @Nullable Void nothing) {
            return switch (change.event()) {
                case COMM_UP -> HandlerResult.CONTINUE;
                case SHUTDOWN -> end(new EOFException());
                case COMM_LOST, CANT_START -> end(new IOException("the association was lost"));
                case RESTART -> end(new IOException("the peer began anew")); // and knows nothing of this side
            };
        }

        @Override
        public HandlerResult handleNotification(ShutdownNotification shutdown, @Nullable Void nothing) {
            return end(new EOFException());
        }

        private HandlerResult end(IOException why) {
            end = why;
            return HandlerResult.RETURN;
        }
    }
}

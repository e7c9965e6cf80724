package dev.duet.sip.internal.transport;

import com.sun.nio.sctp.AbstractNotificationHandler;
import com.sun.nio.sctp.Association;
import com.sun.nio.sctp.AssociationChangeNotification;
import com.sun.nio.sctp.AssociationChangeNotification.AssocChangeEvent;
import com.sun.nio.sctp.HandlerResult;
import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.NotificationHandler;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpSocketOption;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import com.sun.nio.sctp.ShutdownNotification;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.spi.SelectorProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a kernel's association where the kernel has none: messages with their boundaries, streams, flags and
 * parts, and what becomes of the association, in frames over TCP. What the kernel does by itself (paths, order, losses)
 * it does not. It shows what {@link SctpChannel} promises: blocking, closed from another thread, -1 at the end.
 */
public final class StandInChannel extends SctpChannel {

    private static final int MESSAGE = 0;
    private static final int CHANGE = 1;
    private static final int SHUTDOWN = 2;

    private final Socket socket;
    private final Map<SctpSocketOption<?>, Object> options = new ConcurrentHashMap<>();
    private byte[] rest = new byte[0]; // of a frame that was larger than the buffer
    private @Nullable Info restInfo;

    /** One that is not connected. */
    public StandInChannel() {
        this(new Socket());
    }

    private StandInChannel(Socket socket) {
        super(SelectorProvider.provider());
        this.socket = socket;
    }

    /** The other end of one that connects. */
    static StandInChannel accepted(Socket socket) throws IOException {
        StandInChannel channel = new StandInChannel(socket);
        channel.tell(AssocChangeEvent.COMM_UP);
        return channel;
    }

    // ---- What a kernel would make of what its peer does ----

    /** The other end is told that this became of the association. */
    public void tell(AssocChangeEvent event) throws IOException {
        frame(CHANGE, event.ordinal(), false, 0, true, new byte[0]);
    }

    /** The other end is told that this one says nothing more. */
    public void tellShutdown() throws IOException {
        frame(SHUTDOWN, 0, false, 0, true, new byte[0]);
    }

    /** The other end gets a part of a message. */
    public void sendPart(byte[] part, int stream, boolean last) throws IOException {
        frame(MESSAGE, stream, true, 0, last, part);
    }

    /** Ends it without a word. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    private synchronized void frame(int kind, int stream, boolean unordered, int protocol, boolean last, byte[] bytes)
            throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        ByteBuffer all = ByteBuffer.allocate(18 + bytes.length);
        all.putInt(kind).putInt(stream).put((byte) (unordered ? 1 : 0)).putInt(protocol);
        all.put((byte) (last ? 1 : 0)).putInt(bytes.length).put(bytes);
        out.write(all.array());
        out.flush();
    }

    // ---- SctpChannel ----

    @Override
    public Association association() {
        return new Association(1, 1, 1) {};
    }

    @Override
    public SctpChannel bind(SocketAddress local) throws IOException {
        socket.bind(local);
        return this;
    }

    /** Connects, and waits for the other end to say that it does, too. */
    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        boolean done = false;
        try {
            begin();
            socket.connect(remote);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readFully(new byte[18]);
            done = true;
        } finally {
            end(done);
        }
        return true;
    }

    @Override
    public boolean connect(SocketAddress remote, int maxOutStreams, int maxInStreams) throws IOException {
        return connect(remote);
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean finishConnect() {
        return socket.isConnected();
    }

    @Override
    public Set<SocketAddress> getAllLocalAddresses() {
        return socket.isBound() ? Set.of(socket.getLocalSocketAddress()) : Set.of();
    }

    @Override
    public Set<SocketAddress> getRemoteAddresses() {
        return socket.isConnected() ? Set.of(socket.getRemoteSocketAddress()) : Set.of();
    }

    @Override
    public SctpChannel shutdown() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    @Override
    @SuppressWarnings("unchecked") // set by their own type
    public <T> T getOption(SctpSocketOption<T> name) {
        return (T) options.get(name);
    }

    @Override
    public <T> SctpChannel setOption(SctpSocketOption<T> name, T value) {
        options.put(name, value);
        return this;
    }

    @Override
    public Set<SctpSocketOption<?>> supportedOptions() {
        return Set.of(SctpStandardSocketOptions.SCTP_NODELAY, SctpStandardSocketOptions.SCTP_FRAGMENT_INTERLEAVE);
    }

    @Override
    public <T> @Nullable MessageInfo receive(ByteBuffer buffer, T attachment, NotificationHandler<T> handler)
            throws IOException {
        Info left = restInfo;
        if (left != null) {
            return give(buffer, left);
        }
        while (true) {
            boolean done = false;
            ByteBuffer head = ByteBuffer.allocate(18);
            try {
                begin();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                in.readFully(head.array());
                rest = new byte[head.getInt(14)];
                in.readFully(rest);
                done = true;
            } catch (EOFException e) {
                done = true;
                return new Info(-1, 0, false, 0, true);
            } finally {
                end(done);
            }
            if (head.getInt(0) == MESSAGE) {
                return give(buffer, new Info(0, head.getInt(4), head.get(8) == 1, head.getInt(9), head.get(13) == 1));
            }
            AbstractNotificationHandler<T> known = (AbstractNotificationHandler<T>) handler;
            HandlerResult result = head.getInt(0) == SHUTDOWN
                    ? known.handleNotification(new Shutdown(), attachment)
                    : known.handleNotification(new Change(AssocChangeEvent.values()[head.getInt(4)]), attachment);
            if (result == HandlerResult.RETURN) {
                return null;
            }
        }
    }

    /** As much as there is room for. */
    private MessageInfo give(ByteBuffer buffer, Info info) {
        int length = Math.min(rest.length, buffer.remaining());
        buffer.put(rest, 0, length);
        rest = Arrays.copyOfRange(rest, length, rest.length);
        restInfo = rest.length == 0 ? null : info;
        return new Info(length, info.stream, info.unordered, info.protocol, rest.length == 0 && info.complete);
    }

    @Override
    public int send(ByteBuffer buffer, MessageInfo info) throws IOException {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        boolean done = false;
        try {
            begin();
            frame(MESSAGE, info.streamNumber(), info.isUnordered(), info.payloadProtocolID(), true, bytes);
            done = true;
        } finally {
            end(done);
        }
        return bytes.length;
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        socket.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        throw new UnsupportedOperationException("always blocking");
    }

    @Override
    public SctpChannel bindAddress(InetAddress address) {
        throw new UnsupportedOperationException("one address alone");
    }

    @Override
    public SctpChannel unbindAddress(InetAddress address) {
        throw new UnsupportedOperationException("one address alone");
    }

    private final class Change extends AssociationChangeNotification {
        private final AssocChangeEvent event;

        Change(AssocChangeEvent event) {
            this.event = event;
        }

        @Override
        public Association association() {
            return StandInChannel.this.association();
        }

        @Override
        public AssocChangeEvent event() {
            return event;
        }
    }

    private final class Shutdown extends ShutdownNotification {
        @Override
        public Association association() {
            return StandInChannel.this.association();
        }
    }

    private final class Info extends MessageInfo {
        private final int bytes;
        private final int stream;
        private final boolean unordered;
        private final int protocol;
        private final boolean complete;

        Info(int bytes, int stream, boolean unordered, int protocol, boolean complete) {
            this.bytes = bytes;
            this.stream = stream;
            this.unordered = unordered;
            this.protocol = protocol;
            this.complete = complete;
        }

        @Override
        public SocketAddress address() {
            return new InetSocketAddress(socket.getInetAddress(), socket.getPort());
        }

        @Override
        public Association association() {
            return StandInChannel.this.association();
        }

        @Override
        public int bytes() {
            return bytes;
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public MessageInfo complete(boolean value) {
            return new Info(bytes, stream, unordered, protocol, value);
        }

        @Override
        public boolean isUnordered() {
            return unordered;
        }

        @Override
        public MessageInfo unordered(boolean value) {
            return new Info(bytes, stream, value, protocol, complete);
        }

        @Override
        public int payloadProtocolID() {
            return protocol;
        }

        @Override
        public MessageInfo payloadProtocolID(int value) {
            return new Info(bytes, stream, unordered, value, complete);
        }

        @Override
        public int streamNumber() {
            return stream;
        }

        @Override
        public MessageInfo streamNumber(int value) {
            return new Info(bytes, value, unordered, protocol, complete);
        }

        @Override
        public long timeToLive() {
            return 0;
        }

        @Override
        public MessageInfo timeToLive(long value) {
            return this;
        }
    }
}

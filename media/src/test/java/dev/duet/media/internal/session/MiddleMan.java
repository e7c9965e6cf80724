package dev.duet.media.internal.session;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sits on the way between two sides, each of which takes it for the other one: passes on what comes, remembers some of
 * it, and can say something in the name of either.
 */
final class MiddleMan implements AutoCloseable {

    private static final int REMEMBERED = 64;

    /** What one side sees, and where that side really is, for RTP and for RTCP. */
    private final class Face {
        final DatagramChannel[] channels = {open(), open()};
        final SocketAddress[] real = new SocketAddress[2];
        final List<byte[]> overheard = new ArrayList<>();

        Endpoint at(int component) {
            try {
                InetSocketAddress address = (InetSocketAddress) channels[component].getLocalAddress();
                return new Endpoint("127.0.0.1", address.getPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Selector selector = selector();
    private final Face caller = new Face();
    private final Face callee = new Face();
    private boolean offered;

    MiddleMan() {
        Thread thread = new Thread(this::run, "test-middle-man");
        thread.setDaemon(true);
        thread.start();
    }

    private static Selector selector() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DatagramChannel open() {
        try {
            DatagramChannel channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts itself in the place of the one who describes: the caller first, then the callee. */
    synchronized SessionDescription pass(SessionDescription description) {
        Face from = offered ? callee : caller;
        Face seen = offered ? caller : callee;
        offered = true;
        MediaDescription audio = description.audio().orElseThrow();
        from.real[0] = socket(audio.rtp());
        from.real[1] = audio.rtcp() == null ? null : socket(audio.rtcp());
        return SessionDescription.of(audio.toBuilder()
                .rtp(seen.at(0))
                .rtcp(audio.rtcp() == null ? null : seen.at(1))
                .ice(audio.ice() == null ? null : ice(audio.ice(), seen.at(0)))
                .build());
    }

    private static SocketAddress socket(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    private static IceDescription ice(IceDescription ice, Endpoint at) {
        IceCandidate candidate =
                new IceCandidate("1", 1, "udp", 2_130_706_431L, at, IceCandidate.Type.HOST, null, null, Map.of());
        return new IceDescription(ice.usernameFragment(), ice.password(), ice.options(), List.of(candidate), true);
    }

    /** The sockets that were described: the caller's and the callee's. */
    synchronized List<SocketAddress> sockets() {
        List<SocketAddress> all = new ArrayList<>();
        for (Face each : List.of(caller, callee)) {
            for (SocketAddress address : each.real) {
                if (address != null) {
                    all.add(address);
                }
            }
        }
        return all;
    }

    /** Some of what was sent to that socket. */
    synchronized List<byte[]> overheard(SocketAddress to) {
        return List.copyOf((isOf(caller, to) ? caller : callee).overheard);
    }

    private static boolean isOf(Face face, SocketAddress address) {
        return address.equals(face.real[0]) || address.equals(face.real[1]);
    }

    /** Sends that to a socket of one side in the other's name. */
    synchronized void say(SocketAddress to, byte[] data) throws IOException {
        Face victim = isOf(caller, to) ? caller : callee;
        // The victim sees the other side at the channels that took the other side's place in what it was told.
        victim.channels[to.equals(victim.real[0]) ? 0 : 1].send(ByteBuffer.wrap(data), to);
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        try {
            while (selector.isOpen()) {
                selector.select(key -> pass(key, buffer));
            }
        } catch (IOException | ClosedSelectorException e) {
            // the end of the test
        }
    }

    private synchronized void pass(SelectionKey key, ByteBuffer buffer) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        try {
            buffer.clear();
            while (channel.receive(buffer) != null) {
                buffer.flip();
                forward(channel, buffer);
                buffer.clear();
            }
        } catch (IOException e) {
            // one datagram less, as on any network
        }
    }

    private void forward(DatagramChannel channel, ByteBuffer buffer) throws IOException {
        for (Face each : List.of(caller, callee)) {
            for (int i = 0; i < 2; i++) {
                if (each.channels[i] == channel) {
                    Face to = each == caller ? callee : caller;
                    SocketAddress real = to.real[i];
                    if (real != null) {
                        remember(to, buffer);
                        to.channels[i].send(buffer, real);
                    }
                }
            }
        }
    }

    private static void remember(Face to, ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        if (to.overheard.size() == REMEMBERED) {
            to.overheard.remove(0);
        }
        to.overheard.add(copy);
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (Face each : List.of(caller, callee)) {
            for (DatagramChannel channel : each.channels) {
                channel.close();
            }
        }
    }
}

package dev.duet.sandbox.internal.dns;

import dev.duet.sandbox.DnsQuery.Transport;
import dev.duet.sandbox.internal.nio.SelectorLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** UDP and TCP (RFC 1035 4.2, RFC 7766) on one port, served by one thread. */
public final class DnsListener implements AutoCloseable {

    /** Turns a question into an answer; an empty answer means silence. Called on the listener's thread. */
    @FunctionalInterface
    public interface Handler {
        byte[] answer(byte[] query, Transport transport);
    }

    private static final int MAX_MESSAGE = 65_535;
    private static final int ATTEMPTS = 20;

    private final Handler handler;
    private final DatagramChannel udp;
    private final ServerSocketChannel tcp;
    private final InetSocketAddress address;
    private final SelectorLoop loop;
    private final ByteBuffer datagram = ByteBuffer.allocate(MAX_MESSAGE);

    private DnsListener(DatagramChannel udp, ServerSocketChannel tcp, Handler handler) {
        this.udp = udp;
        this.tcp = tcp;
        this.handler = handler;
        this.address = (InetSocketAddress) udp.socket().getLocalSocketAddress();
        this.loop = SelectorLoop.start("duet-sandbox-dns-" + address.getPort());
    }

    public static DnsListener start(Handler handler) {
        try {
            DnsListener listener = open(handler);
            listener.loop.run(listener::register);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox's DNS server found no free port", e);
        }
    }

    /** A free UDP port may be taken for TCP: then another is tried. */
    private static DnsListener open(Handler handler) throws IOException {
        InetAddress host = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        IOException last = new IOException("no attempt");
        for (int i = 0; i < ATTEMPTS; i++) {
            DatagramChannel udp = DatagramChannel.open();
            ServerSocketChannel tcp = ServerSocketChannel.open();
            try {
                udp.bind(new InetSocketAddress(host, 0));
                tcp.bind(udp.getLocalAddress());
                return new DnsListener(udp, tcp, handler);
            } catch (IOException e) {
                last = e;
                udp.close();
                tcp.close();
            }
        }
        throw last;
    }

    private void register() {
        try {
            loop.register(udp, SelectionKey.OP_READ, key -> serveDatagram());
            loop.register(tcp, SelectionKey.OP_ACCEPT, key -> accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        loop.close();
    }

    private void serveDatagram() throws IOException {
        datagram.clear();
        SocketAddress from = udp.receive(datagram);
        if (from != null) {
            byte[] query = new byte[datagram.flip().remaining()];
            datagram.get(query);
            byte[] answer = handler.answer(query, Transport.UDP);
            if (answer.length > 0) {
                udp.send(ByteBuffer.wrap(answer), from);
            }
        }
    }

    private void accept() throws IOException {
        SocketChannel stream = tcp.accept();
        if (stream != null) {
            ByteBuffer in = ByteBuffer.allocate(MAX_MESSAGE + 2);
            loop.register(stream, SelectionKey.OP_READ, key -> serveStream(stream, in));
        }
    }

    private void serveStream(SocketChannel stream, ByteBuffer in) throws IOException {
        if (stream.read(in) < 0) {
            stream.close();
            return;
        }
        in.flip();
        while (in.remaining() >= 2 && in.remaining() - 2 >= (in.getShort(in.position()) & 0xffff)) {
            byte[] query = new byte[in.getShort() & 0xffff];
            in.get(query);
            byte[] answer = handler.answer(query, Transport.TCP);
            if (answer.length > 0) {
                ByteBuffer out = ByteBuffer.allocate(answer.length + 2);
                out.putShort((short) answer.length).put(answer).flip();
                if (stream.write(out) < answer.length + 2) {
                    // A client that does not read its answers gets no more of them.
                    stream.close();
                    return;
                }
            }
        }
        in.compact();
    }
}

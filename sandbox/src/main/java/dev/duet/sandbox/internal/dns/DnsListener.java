package dev.duet.sandbox.internal.dns;

import dev.duet.sandbox.DnsQuery.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** UDP and TCP (RFC 1035 4.2, RFC 7766) on one port, served by one thread. */
public final class DnsListener implements AutoCloseable {

    /** Turns a question into an answer; an empty answer means silence. Called on the listener's thread. */
    @FunctionalInterface
    public interface Handler {
        byte[] answer(byte[] query, Transport transport);
    }

    private static final Logger LOG = LoggerFactory.getLogger(DnsListener.class);
    private static final int MAX_MESSAGE = 65_535;
    private static final int ATTEMPTS = 20;

    private final Handler handler;
    private final Selector selector;
    private final DatagramChannel udp;
    private final ServerSocketChannel tcp;
    private final Thread thread;
    private final ByteBuffer datagram = ByteBuffer.allocate(MAX_MESSAGE);

    private DnsListener(Selector selector, DatagramChannel udp, ServerSocketChannel tcp, Handler handler) {
        this.selector = selector;
        this.udp = udp;
        this.tcp = tcp;
        this.handler = handler;
        this.thread = new Thread(this::run, "duet-sandbox-dns-" + udp.socket().getLocalPort());
        thread.setDaemon(true);
    }

    public static DnsListener start(Handler handler) {
        try {
            DnsListener listener = open(handler);
            listener.thread.start();
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
            Selector selector = Selector.open();
            try {
                udp.bind(new InetSocketAddress(host, 0)).configureBlocking(false);
                tcp.bind(udp.getLocalAddress()).configureBlocking(false);
                udp.register(selector, SelectionKey.OP_READ);
                tcp.register(selector, SelectionKey.OP_ACCEPT);
                return new DnsListener(selector, udp, tcp, handler);
            } catch (IOException e) {
                last = e;
                udp.close();
                tcp.close();
                selector.close();
            }
        }
        throw last;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) udp.socket().getLocalSocketAddress();
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(this::serve);
            }
        } catch (IOException e) {
            LOG.warn("The sandbox's DNS server on port {} failed: {}", address().getPort(), e.toString());
        } finally {
            selector.keys().forEach(key -> closeQuietly(key.channel()));
            closeQuietly(selector);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.channel() == udp) {
                serveDatagrams();
            } else if (key.channel() == tcp) {
                accept();
            } else {
                serveStream((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
            }
        } catch (IOException | RuntimeException e) {
            // One client's trouble is not another's: only its own channel ends.
            LOG.debug("DNS: {}", e.toString());
            if (key.channel() instanceof SocketChannel stream) {
                closeQuietly(stream);
            }
        }
    }

    private void serveDatagrams() throws IOException {
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
            stream.configureBlocking(false);
            stream.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(MAX_MESSAGE + 2));
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

    private static void closeQuietly(java.io.Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("DNS: {}", e.toString());
        }
    }
}

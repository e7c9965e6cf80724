package dev.duet.sandbox.internal.sip.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sockets of one run of the server. Everything here is called on the loop's thread. */
public final class Sockets implements Flows {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final int MAX_CONNECTIONS = 2048;
    private static final int BACKLOG = 256;

    private final Loop loop;
    private final Inbound inbound;
    private final @Nullable SSLContext tls;
    private final int maxMessage;
    private final InetAddress address;
    private final Map<Transport, ServerSocketChannel> listeners = new EnumMap<>(Transport.class);
    private final Map<String, StreamConnection> connections = new LinkedHashMap<>();
    private @Nullable UdpEndpoint udp;
    private long connectionNumber;

    private Sockets(Loop loop, Inbound inbound, @Nullable SSLContext tls, int maxMessage) {
        this.loop = loop;
        this.inbound = inbound;
        this.tls = tls;
        this.maxMessage = maxMessage;
        this.address = loopback();
    }

    /** Not {@link InetAddress#getLoopbackAddress()}, which may be the one of IPv6. */
    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens the listeners.
     *
     * @param ports the wanted port of each transport, 0 for any free one; a transport not named is not opened
     * @throws UncheckedIOException if one cannot be opened; then none is
     */
    public static Sockets open(
            Loop loop, Map<Transport, Integer> ports, @Nullable SSLContext tls, int maxMessage, Inbound inbound) {
        Sockets sockets = new Sockets(loop, inbound, tls, maxMessage);
        try {
            for (Map.Entry<Transport, Integer> entry : ports.entrySet()) {
                sockets.listen(entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            sockets.close();
            throw new UncheckedIOException("Cannot listen on loopback", e);
        }
        return sockets;
    }

    private void listen(Transport transport, int port) throws IOException {
        InetSocketAddress local = new InetSocketAddress(address, port);
        if (transport == Transport.UDP) {
            udp = new UdpEndpoint(loop, local, inbound);
            return;
        }
        ServerSocketChannel listener = ServerSocketChannel.open();
        listeners.put(transport, listener);
        listener.bind(local, BACKLOG);
        loop.register(listener, SelectionKey.OP_ACCEPT, key -> accept(listener, transport));
    }

    private void accept(ServerSocketChannel listener, Transport transport) throws IOException {
        SocketChannel channel = listener.accept();
        while (channel != null) {
            if (connections.size() >= MAX_CONNECTIONS) {
                LOG.warn("More than {} connections: one refused", MAX_CONNECTIONS);
                channel.close();
            } else {
                take(channel, transport);
            }
            channel = listener.accept();
        }
    }

    private void take(SocketChannel channel, Transport transport) throws IOException {
        try {
            SSLEngine engine = transport == Transport.TLS ? engine() : null;
            StreamConnection connection = StreamConnection.accepted(
                    loop, channel, nextToken(), engine, inbound, maxMessage, c -> connections.remove(c.token()));
            connections.put(connection.token(), connection);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private SSLEngine engine() throws IOException {
        if (tls == null) {
            throw new IOException("no TLS context");
        }
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private String nextToken() {
        connectionNumber++;
        return "c" + connectionNumber;
    }

    @Override
    public Optional<Flow> to(Transport transport, InetSocketAddress remote) {
        if (remote.isUnresolved() || !remote.getAddress().isLoopbackAddress()) {
            return Optional.empty();
        }
        if (transport == Transport.UDP) {
            return Optional.ofNullable(udp).map(u -> u.flow(remote));
        }
        Optional<Flow> existing = connections.values().stream()
                .filter(c ->
                        c.open() && c.transport() == transport && c.remote().equals(remote))
                .map(c -> (Flow) c)
                .findFirst();
        return existing.isPresent() || transport == Transport.TLS ? existing : connect(remote);
    }

    private Optional<Flow> connect(InetSocketAddress remote) {
        if (connections.size() >= MAX_CONNECTIONS) {
            return Optional.empty();
        }
        try {
            StreamConnection connection = StreamConnection.connecting(
                    loop, remote, nextToken(), inbound, maxMessage, c -> connections.remove(c.token()));
            connections.put(connection.token(), connection);
            return Optional.of(connection);
        } catch (IOException e) {
            LOG.debug("No connection to {}: {}", remote, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public Optional<Flow> byToken(String token) {
        return Optional.ofNullable(connections.get(token));
    }

    @Override
    public int port(Transport transport) {
        UdpEndpoint endpoint = udp;
        if (transport == Transport.UDP && endpoint != null) {
            return endpoint.port();
        }
        ServerSocketChannel listener = listeners.get(transport);
        if (listener == null) {
            throw new IllegalStateException(transport + " is off");
        }
        return listener.socket().getLocalPort();
    }

    @Override
    public boolean has(Transport transport) {
        return transport == Transport.UDP ? udp != null : listeners.containsKey(transport);
    }

    /** The transports that listen, and their ports. */
    public Map<Transport, Integer> ports() {
        Map<Transport, Integer> ports = new EnumMap<>(Transport.class);
        for (Transport transport : Transport.values()) {
            if (has(transport)) {
                ports.put(transport, port(transport));
            }
        }
        return ports;
    }

    /** Cuts the streams of one peer, or all. */
    public void cut(Predicate<Flow> which) {
        List<StreamConnection> all = new ArrayList<>(connections.values());
        all.sort(Comparator.comparing(StreamConnection::token));
        all.stream().filter(which).forEach(StreamConnection::close);
    }

    /** Closes everything. */
    public void close() {
        try {
            for (ServerSocketChannel listener : listeners.values()) {
                listener.close();
            }
            if (udp != null) {
                udp.close();
            }
        } catch (IOException e) {
            LOG.debug("Closing listeners", e);
        }
        cut(flow -> true);
    }
}

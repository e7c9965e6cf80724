package dev.duet.sandbox.internal.sip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The other end of the wire: bytes in, bytes out, nothing else. */
final class RawPeer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final DatagramSocket datagrams;
    private final Socket stream;
    private final String transport;
    private final int serverPort;

    private RawPeer(String transport, int serverPort, DatagramSocket datagrams, Socket stream) {
        this.transport = transport;
        this.serverPort = serverPort;
        this.datagrams = datagrams;
        this.stream = stream;
    }

    static RawPeer udp(int serverPort) {
        try {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
            return new RawPeer("UDP", serverPort, socket, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawPeer tcp(int serverPort) {
        try {
            return stream("TCP", serverPort, new Socket("127.0.0.1", serverPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawPeer tls(int serverPort, SSLContext context) {
        try {
            return stream("TLS", serverPort, context.getSocketFactory().createSocket("127.0.0.1", serverPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawPeer stream(String transport, int serverPort, Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return new RawPeer(transport, serverPort, null, socket);
    }

    String transport() {
        return transport;
    }

    int port() {
        return datagrams == null ? stream.getLocalPort() : datagrams.getLocalPort();
    }

    void send(String message) {
        sendBytes(message.getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(byte[] bytes) {
        try {
            if (datagrams == null) {
                stream.getOutputStream().write(bytes);
                stream.getOutputStream().flush();
            } else {
                datagrams.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), serverPort));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message. */
    String receive() {
        return receive(TIMEOUT_MILLIS).orElseThrow(() -> new AssertionError("nothing came by " + transport));
    }

    Optional<String> receive(int millis) {
        try {
            return datagrams == null ? fromStream(millis) : fromDatagram(millis);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> fromDatagram(int millis) throws IOException {
        datagrams.setSoTimeout(millis);
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        datagrams.receive(packet);
        return Optional.of(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }

    private Optional<String> fromStream(int millis) throws IOException {
        stream.setSoTimeout(millis);
        InputStream in = stream.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!endsWithEmptyLine(head.toByteArray())) {
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.UTF_8);
        int at = text.indexOf("Content-Length: ");
        int length = Integer.parseInt(text.substring(at + 16, text.indexOf("\r\n", at)));
        return Optional.of(text + new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static boolean endsWithEmptyLine(byte[] b) {
        return b.length >= 4
                && Arrays.equals(Arrays.copyOfRange(b, b.length - 4, b.length), new byte[] {'\r', '\n', '\r', '\n'});
    }

    /** What comes next on a stream, byte by byte; -1 when it was closed. */
    int readByte() {
        try {
            stream.setSoTimeout(TIMEOUT_MILLIS);
            return stream.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (datagrams == null) {
                stream.close();
            } else {
                datagrams.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.xml.Xml;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Takes WebSocket with TLS (RFC 7395) in front of an XMPP server that has TCP alone: whole elements go through, to the
 * client in fragments. What a client gets instead can be given frame by frame.
 */
public final class WebSocketGateway implements AutoCloseable {

    public static final int PART = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int FRAGMENT = 100;

    private final ServerSocket listening;
    private final SSLContext towardsServer;
    private final int server;
    private final String protocol;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Deque<byte[][]> insteads = new ConcurrentLinkedDeque<>();
    private volatile boolean alwaysInstead;
    private volatile @Nullable Socket current;

    /**
     * Listens on loopback.
     *
     * @param tls with its certificate
     * @param server the port of a server that speaks TLS from the first byte
     */
    public WebSocketGateway(SSLContext tls, SSLContext towardsServer, int server) {
        this(tls, towardsServer, server, "xmpp");
    }

    /** The same for what says that it speaks another protocol within WebSocket. */
    public WebSocketGateway(SSLContext tls, SSLContext towardsServer, int server, String protocol) {
        this.towardsServer = towardsServer;
        this.server = server;
        this.protocol = protocol;
        try {
            listening = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    private interface Task {
        void run() throws IOException, XMLStreamException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException | XMLStreamException e) {
                        // one side has gone
                    }
                },
                "test-gateway");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where clients connect. */
    public URI uri() {
        return URI.create("wss://localhost:" + listening.getLocalPort() + "/xmpp");
    }

    /** How many connections came. */
    public int accepted() {
        return accepted.get();
    }

    /** All that clients said, in the order in which it came. */
    public List<String> said() {
        return said;
    }

    /** What the next connection gets when it has opened its stream, in the place of the server. */
    public void instead(byte[]... frames) {
        insteads.add(frames);
    }

    /** The same for every connection from now on. */
    public void alwaysInstead(byte[]... frames) {
        insteads.add(frames);
        alwaysInstead = true;
    }

    /** Sends to the client that came last. */
    public void inject(byte[]... frames) {
        Socket socket = current;
        if (socket != null) {
            try {
                for (byte[] frame : frames) {
                    write(socket, frame);
                }
            } catch (IOException e) {
                // it has gone
            }
        }
    }

    /** Ends the connection of the client that came last, without a word. */
    public void cut() {
        Socket socket = current;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // it was
            }
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listening.accept();
            start(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            write(socket, answer(head(in)));
            current = socket;
            accepted.incrementAndGet();
            byte[][] instead = alwaysInstead ? insteads.peek() : insteads.poll();
            if (instead != null) {
                text(in, socket);
                for (byte[] frame : instead) {
                    write(socket, frame);
                }
                while (true) {
                    text(in, socket);
                }
            }
            try (Socket there = towardsServer.getSocketFactory().createSocket("127.0.0.1", server)) {
                start(() -> back(there, socket));
                forth(in, socket, there.getOutputStream());
            }
        }
    }

    private void forth(DataInputStream in, Socket client, OutputStream to) throws IOException {
        while (true) {
            String text = text(in, client);
            String written = text;
            if (text.startsWith("<open ")) {
                written = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
                        + text.substring(5)
                                .replaceFirst(" xmlns=['\"][^'\"]*['\"]", "")
                                .replaceFirst("/>$", ">");
            } else if (text.startsWith("<close ")) {
                written = "</stream:stream>";
            }
            to.write(written.getBytes(StandardCharsets.UTF_8));
            to.flush();
        }
    }

    private static void back(Socket server, Socket client) throws IOException, XMLStreamException {
        try (client) {
            Reader in = new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8);
            StreamParser parser = begin(in, client);
            for (Xml element = parser.element(); element != null; element = parser.element()) {
                send(client, element.write(""));
                if (element.is("success", Authentication.SASL)) {
                    parser = begin(in, client);
                }
            }
            send(client, "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
            write(client, frame(CLOSE, new byte[] {3, (byte) 0xE8}));
        }
    }

    private static StreamParser begin(Reader in, Socket client) throws IOException, XMLStreamException {
        StreamParser parser = new StreamParser(in);
        Xml header = parser.header();
        send(client, open(header.attribute("from", "")));
        return parser;
    }

    /** How a server opens a stream. */
    public static String open(String from) {
        return "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' id='1' version='1.0' from='" + from + "'/>";
    }

    private static void send(Socket client, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        synchronized (client) {
            for (int at = 0; at < bytes.length; at += FRAGMENT) {
                boolean whole = at + FRAGMENT >= bytes.length;
                byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + FRAGMENT));
                write(client, frame(at == 0 ? TEXT : PART, whole, part));
            }
        }
    }

    private static String head(DataInputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private byte[] answer(String request) {
        try {
            String key = "";
            for (String line : request.split("\r\n")) {
                key = line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:")
                        ? line.substring(18).strip()
                        : key;
            }
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            String agreed = protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n";
            return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + agreed
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next message of a client, in however many frames. */
    private String text(DataInputStream in, Socket socket) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte() & 127;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            if ((first & 15) == CLOSE) {
                write(socket, frame(CLOSE, payload));
                throw new EOFException("closed");
            }
            message.write(payload);
            if ((first & 0x80) != 0) {
                String text = message.toString(StandardCharsets.UTF_8);
                said.add(text);
                return text;
            }
        }
    }

    /** A frame as a server makes it (RFC 6455 5.2). */
    public static byte[] frame(int opcode, byte[] payload) {
        return frame(opcode, true, payload);
    }

    /** The same for text, which is a whole message. */
    public static byte[] frame(String text) {
        return frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for a part of a message. */
    public static byte[] frame(int opcode, boolean whole, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(payload.length + 10).put((byte) ((whole ? 0x80 : 0) | opcode));
        if (payload.length <= 125) {
            out.put((byte) payload.length);
        } else if (payload.length <= 0xFFFF) {
            out.put((byte) 126).putShort((short) payload.length);
        } else {
            out.put((byte) 127).putLong(payload.length);
        }
        out.put(payload);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}

package dev.duet.sip.internal.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The client's end of a WebSocket (RFC 6455) that carries SIP (RFC 7118): one message of it is one of SIP. */
final class WebSocketCodec implements StreamCodec {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int LARGEST_ANSWER = 16_384;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final SecureRandom random = new SecureRandom();
    private final String host;
    private final String path;
    private final int largest;
    private final String key;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private byte[] pending = new byte[0];
    private int kind = -1;
    private boolean open;

    /**
     * Nothing is sent yet.
     *
     * @param host with its port, as HTTP names the server
     * @param largest how many bytes a message may have
     */
    WebSocketCodec(String host, String path, int largest) {
        this.largest = largest;
        this.host = host;
        this.path = path;
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        this.key = Base64.getEncoder().encodeToString(nonce);
    }

    @Override
    public byte[] opening() {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                        + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: sip\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Taken take(byte[] bytes, int length) throws IOException {
        byte[] all = Arrays.copyOf(pending, pending.length + length);
        System.arraycopy(bytes, 0, all, pending.length, length);
        ByteBuffer in = ByteBuffer.wrap(all);
        List<byte[]> messages = new ArrayList<>();
        List<byte[]> replies = new ArrayList<>();
        boolean whole = false;
        if (open || answered(in)) {
            for (Frame frame = next(in); frame != null; frame = next(in)) {
                whole = true;
                switch (frame.opcode) {
                    case PING -> replies.add(frame(PONG, frame.payload));
                    case PONG -> {}
                    case CLOSE -> throw new EOFException();
                    default -> data(frame, messages);
                }
            }
        }
        pending = Arrays.copyOfRange(all, in.position(), all.length);
        return new Taken(messages, replies, whole);
    }

    @Override
    public byte[] encode(byte[] bytes) {
        return frame(isText(bytes) ? TEXT : BINARY, bytes);
    }

    @Override
    public byte[] ping() {
        return frame(PING, new byte[0]);
    }

    /** Reads the answer to the handshake (RFC 6455 4.1); false while it is not all there. */
    private boolean answered(ByteBuffer in) throws IOException {
        String text = new String(in.array(), 0, in.limit(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            if (text.length() > LARGEST_ANSWER) {
                throw new IOException("no end of the answer to a WebSocket handshake");
            }
            return false;
        }
        String[] lines = text.substring(0, end).split("\r\n");
        if (!lines[0].matches("HTTP/1\\.1 101( .*)?")) {
            throw new IOException("no WebSocket: " + lines[0].replaceAll("[^ -~]", "?"));
        }
        check(header(lines, "upgrade").equalsIgnoreCase("websocket"), "no upgrade");
        check(header(lines, "connection").toLowerCase(Locale.ROOT).contains("upgrade"), "no upgrade");
        check(header(lines, "sec-websocket-accept").equals(accept()), "the answer to another handshake");
        check(header(lines, "sec-websocket-protocol").equalsIgnoreCase("sip"), "a WebSocket that is not for SIP");
        check(header(lines, "sec-websocket-extensions").isEmpty(), "an extension that nobody asked for");
        in.position(end + 4);
        open = true;
        return true;
    }

    private String accept() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-1", e);
        }
    }

    private static String header(String[] lines, String name) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    /** The next whole frame (RFC 6455 5.2); null when there is none, with the buffer where it was. */
    private @Nullable Frame next(ByteBuffer in) throws IOException {
        int start = in.position();
        if (in.remaining() < 2) {
            return null;
        }
        int first = in.get() & 0xff;
        int second = in.get() & 0xff;
        int opcode = first & 0x0f;
        boolean whole = (first & 0x80) != 0;
        check((first & 0x70) == 0, "a bit of no known meaning");
        check((second & 0x80) == 0, "a frame masked by a server");
        check(opcode <= BINARY || opcode >= CLOSE && opcode <= PONG, "a frame of no known kind");
        check(opcode < CLOSE || whole && second <= 125, "a control frame that is too long");
        int more = second == 126 ? 2 : second == 127 ? 8 : 0;
        long length = second;
        if (in.remaining() >= more) {
            length = more == 2 ? in.getShort() & 0xffff : more == 8 ? in.getLong() : second;
            check(length >= 0 && length <= largest, "a frame of " + length + " bytes");
        }
        if (in.remaining() < length) {
            in.position(start);
            return null;
        }
        byte[] payload = new byte[(int) length];
        in.get(payload);
        return new Frame(whole, opcode, payload);
    }

    private void data(Frame frame, List<byte[]> messages) throws IOException {
        boolean continues = frame.opcode == CONTINUATION;
        check(continues == kind >= 0, continues ? "a part of no message" : "a message within another");
        kind = continues ? kind : frame.opcode;
        message.writeBytes(frame.payload);
        check(message.size() <= largest, "a message of more than " + largest + " bytes");
        if (frame.whole) {
            byte[] bytes = message.toByteArray();
            check(kind != TEXT || isText(bytes), "text that is not UTF-8");
            kind = -1;
            message.reset();
            messages.add(bytes);
        }
    }

    private byte[] frame(int opcode, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(payload.length + 14);
        out.put((byte) (0x80 | opcode));
        if (payload.length <= 125) {
            out.put((byte) (0x80 | payload.length));
        } else if (payload.length <= 0xffff) {
            out.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            out.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        out.put(mask);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ mask[i % 4]));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static void check(boolean right, String otherwise) throws IOException {
        if (!right) {
            throw new IOException(otherwise);
        }
    }

    private record Frame(boolean whole, int opcode, byte[] payload) {}
}

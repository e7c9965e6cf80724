package dev.duet.examples;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A frame of a WebSocket (RFC 6455), for servers of tests: whole messages alone, and none that is very long. */
public record WebSocketFrame(int opcode, byte[] payload) {

    public static final int TEXT = 1;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** Reads the request that opens a WebSocket; gives the answer that accepts it, which is to be sent then. */
    public static byte[] accept(DataInputStream in, String protocol) throws IOException {
        String key = MessageHead.read(in).value("Sec-WebSocket-Key", "") + MAGIC;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII));
            return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash)
                            + "\r\nSec-WebSocket-Protocol: " + protocol + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next frame of a client. */
    public static WebSocketFrame read(DataInputStream in) throws IOException {
        int opcode = in.readUnsignedByte() & 15;
        int length = in.readUnsignedByte() & 127;
        length = length == 126 ? in.readUnsignedShort() : length;
        if (length == 127) {
            throw new EOFException("Nobody here says that much");
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new WebSocketFrame(opcode, payload);
    }

    /** Writes something to a socket that others may write to, whole. */
    public static void write(Socket to, byte[] bytes) throws IOException {
        synchronized (to) {
            to.getOutputStream().write(bytes);
            to.getOutputStream().flush();
        }
    }

    /** As a server sends it (RFC 6455 5.2). */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(payload.length + 10).put((byte) (0x80 | opcode));
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
}

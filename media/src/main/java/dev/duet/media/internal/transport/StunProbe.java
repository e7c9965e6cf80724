package dev.duet.media.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a STUN server how it sees one of our ports (RFC 8489 14.2), once. */
final class StunProbe {

    /** From any source of good randomness: who can guess it can lie about our address (RFC 8489 5). */
    static final int TRANSACTION_BYTES = 12;

    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int MAGIC_COOKIE = 0x2112_A442;
    private static final int COOKIE_AT = 4;
    private static final int TRANSACTION_AT = 8;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private final IcePort port;
    private final InetSocketAddress server;
    private final byte[] request;
    private final CompletableFuture<@Nullable InetSocketAddress> mapped = new CompletableFuture<>();

    StunProbe(IcePort port, InetSocketAddress server, byte[] transaction) {
        this.port = port;
        this.server = server;
        request = ByteBuffer.allocate(StunMessage.HEADER_BYTES)
                .putInt(0x0001_0000)
                .putInt(MAGIC_COOKIE)
                .put(transaction)
                .array();
    }

    IcePort port() {
        return port;
    }

    InetSocketAddress server() {
        return server;
    }

    /** Completes with the address, or null when the server refused; never when it does not answer. */
    CompletableFuture<@Nullable InetSocketAddress> mapped() {
        return mapped;
    }

    /** Sends the request, the first time or again. */
    void send() {
        port.port().send(request, 0, request.length, server);
    }

    /** Takes the server's answer. False when it is something else. Of a message that {@link StunMessage} approved. */
    boolean take(IcePort at, byte[] data, int length, InetSocketAddress from) {
        boolean answer = at == port
                && !StunMessage.isRequest(data)
                && from.equals(server)
                && Arrays.equals(data, TRANSACTION_AT, 20, request, TRANSACTION_AT, 20);
        if (answer) {
            mapped.complete(mappedAddress(data, length));
        }
        return answer;
    }

    private static @Nullable InetSocketAddress mappedAddress(byte[] data, int length) {
        ByteBuffer in = ByteBuffer.wrap(data, 0, length);
        in.position(StunMessage.HEADER_BYTES);
        while (in.remaining() >= 4) {
            int type = in.getShort() & 0xFFFF;
            int size = in.getShort() & 0xFFFF;
            if (size > in.remaining()) {
                return null;
            }
            if (type == XOR_MAPPED_ADDRESS) {
                return size < 8 ? null : xored(data, in.position(), size);
            }
            in.position(Math.min(length, in.position() + (size + 3 & ~3)));
        }
        return null;
    }

    private static @Nullable InetSocketAddress xored(byte[] data, int at, int size) {
        int family = data[at + 1];
        int bytes = family == IPV4 ? 4 : family == IPV6 ? 16 : 0;
        if (bytes == 0 || size != 4 + bytes) {
            return null;
        }
        int port = ((data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF) ^ MAGIC_COOKIE >>> 16;
        byte[] address = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            address[i] = (byte) (data[at + 4 + i] ^ data[COOKIE_AT + i]);
        }
        try {
            return port == 0 ? null : new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}

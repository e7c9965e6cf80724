package dev.duet.sip.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A STUN binding request (RFC 8489) as a keep-alive among SIP datagrams (RFC 5626 8): nothing but the header, and of
 * the answer nothing but the address.
 */
final class StunBinding {

    private static final int COOKIE = 0x2112A442;
    private static final int HEADER = 20;
    private static final short REQUEST = 0x0001;
    private static final short SUCCESS = 0x0101;
    private static final int MAPPED = 0x0001;
    private static final int XOR_MAPPED = 0x0020;

    private final byte[] id = new byte[12];

    StunBinding(SecureRandom random) {
        random.nextBytes(id);
    }

    /** True for what is STUN: the first two bits of a SIP message are never zero, but of one that is only CRLF. */
    static boolean is(byte[] datagram) {
        return datagram.length >= HEADER
                && (datagram[0] & 0xc0) == 0
                && ByteBuffer.wrap(datagram).getInt(4) == COOKIE;
    }

    byte[] request() {
        return ByteBuffer.allocate(HEADER)
                .putShort(REQUEST)
                .putShort((short) 0)
                .putInt(COOKIE)
                .put(id)
                .array();
    }

    /** True for the successful answer to this request. */
    boolean isAnsweredBy(byte[] datagram) {
        ByteBuffer in = ByteBuffer.wrap(datagram);
        return in.getShort(0) == SUCCESS
                && (in.getShort(2) & 0xffff) == datagram.length - HEADER
                && Arrays.equals(id, 0, id.length, datagram, 8, HEADER);
    }

    /** The address in an answer; null when there is none that can be read. */
    static @Nullable InetSocketAddress address(byte[] datagram) {
        ByteBuffer in = ByteBuffer.wrap(datagram);
        in.position(HEADER);
        InetSocketAddress plain = null;
        while (in.remaining() >= 4) {
            int type = in.getShort() & 0xffff;
            int length = in.getShort() & 0xffff;
            if (length > in.remaining()) {
                break;
            }
            if (type == XOR_MAPPED || type == MAPPED && plain == null) {
                InetSocketAddress found = address(datagram, in.position(), length, type == XOR_MAPPED);
                if (type == XOR_MAPPED) {
                    return found;
                }
                plain = found;
            }
            in.position(Math.min(in.limit(), in.position() + (length + 3) / 4 * 4));
        }
        return plain;
    }

    private static @Nullable InetSocketAddress address(byte[] datagram, int at, int length, boolean xor) {
        if (length != 8 && length != 20) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(datagram);
        int port = (in.getShort(at + 2) & 0xffff) ^ (xor ? COOKIE >>> 16 : 0);
        byte[] address = Arrays.copyOfRange(datagram, at + 4, at + length);
        for (int i = 0; xor && i < address.length; i++) {
            address[i] ^= datagram[4 + i]; // the cookie and, for IPv6, the transaction behind it
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}

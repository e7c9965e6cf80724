package dev.duet.sip.internal.rfc5626;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** A Binding request (RFC 5389 3), which tells what address its sender is seen at; without credentials. */
public final class StunBinding {

    private static final int HEADER = 20;
    private static final int COOKIE = 0x2112A442;
    private static final int REQUEST = 0x0001;
    private static final int SUCCESS = 0x0101;
    private static final int MAPPED_ADDRESS = 0x0001;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] id;

    /** One with an identity of its own. */
    public StunBinding() {
        this(new byte[12]);
        RANDOM.nextBytes(id);
    }

    /** One with that identity, of 12 bytes. */
    StunBinding(byte[] id) {
        this.id = id;
    }

    /** True for what is STUN among SIP (RFC 5626 8): its first two bits are zero, which no letter has. */
    public static boolean isStun(byte[] datagram) {
        return datagram.length >= HEADER
                && (datagram[0] & 0xC0) == 0
                && ByteBuffer.wrap(datagram).getInt(4) == COOKIE;
    }

    /** What to send, the same each time it is sent again. */
    public byte[] request() {
        return ByteBuffer.allocate(HEADER)
                .putShort((short) REQUEST)
                .putShort((short) 0)
                .putInt(COOKIE)
                .put(id)
                .array();
    }

    /** The address that an answer to this tells; empty for an answer to another, an error and what is malformed. */
    public Optional<InetSocketAddress> mapped(byte[] answer) {
        if (!isStun(answer) || !Arrays.equals(id, Arrays.copyOfRange(answer, 8, HEADER))) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(answer);
        int type = in.getShort();
        int length = in.getShort() & 0xFFFF;
        if (type != SUCCESS || length != answer.length - HEADER) {
            return Optional.empty();
        }
        in.position(HEADER);
        try {
            return attributes(in);
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | UnknownHostException e) {
            return Optional.empty();
        }
    }

    private Optional<InetSocketAddress> attributes(ByteBuffer in) throws UnknownHostException {
        InetSocketAddress plain = null;
        while (in.remaining() >= 4) {
            int type = in.getShort() & 0xFFFF;
            int length = in.getShort() & 0xFFFF;
            ByteBuffer value = in.slice(in.position(), length);
            if (type == XOR_MAPPED_ADDRESS) {
                return Optional.of(address(value, true));
            } else if (type == MAPPED_ADDRESS) {
                plain = address(value, false); // of RFC 3489, which some middle boxes rewrite
            }
            in.position(Math.min(in.limit(), in.position() + (length + 3 & ~3)));
        }
        return Optional.ofNullable(plain);
    }

    private InetSocketAddress address(ByteBuffer value, boolean masked) throws UnknownHostException {
        value.get();
        int family = value.get();
        if (family != IPV4 && family != IPV6) {
            throw new IllegalArgumentException("no such family: " + family);
        }
        int port = value.getShort() & 0xFFFF;
        byte[] host = new byte[family == IPV4 ? 4 : 16];
        value.get(host);
        if (masked) {
            port ^= COOKIE >>> 16;
            byte[] mask = ByteBuffer.allocate(16).putInt(COOKIE).put(id).array();
            for (int i = 0; i < host.length; i++) {
                host[i] ^= mask[i];
            }
        }
        return new InetSocketAddress(InetAddress.getByAddress(host), port);
    }
}

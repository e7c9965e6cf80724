package dev.duet.media.internal.rfc8656;

/** Numbers of TURN (RFC 8656 17, 18). */
final class Turn {

    static final int ALLOCATE = 0x0003;
    static final int REFRESH = 0x0004;
    static final int SEND_INDICATION = 0x0016;
    static final int DATA_INDICATION = 0x0017;
    static final int CREATE_PERMISSION = 0x0008;
    static final int CHANNEL_BIND = 0x0009;

    static final int SUCCESS = 0x0100;
    static final int CLASS_BITS = 0x0110;

    static final int FIRST_CHANNEL = 0x4000;
    static final int CHANNELS = 16;
    static final int CHANNEL_HEADER_BYTES = 4;

    /** UDP, as REQUESTED-TRANSPORT has it. */
    static final byte[] UDP = {17, 0, 0, 0};

    /** IPv6, as ADDITIONAL-ADDRESS-FAMILY has it. */
    static final byte[] IPV6 = {2, 0, 0, 0};

    private Turn() {}
}

package dev.duet.media.internal;

import dev.duet.media.internal.rfc3550.RtcpWriter;
import dev.duet.media.internal.rfc3550.RtpPacket;
import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Datagrams that no friend sends. Some are made of what was overheard on the same way before. */
public enum Attack {
    RANDOM {
        @Override
        byte[] make(Random random, byte[] overheard) {
            return noise(random, random.nextInt(1500));
        }
    },
    TRUNCATED {
        @Override
        byte[] make(Random random, byte[] overheard) {
            return Arrays.copyOf(overheard, random.nextInt(overheard.length));
        }
    },
    REPLAYED {
        @Override
        byte[] make(Random random, byte[] overheard) {
            return overheard;
        }
    },
    WRONG_SOURCE {
        @Override
        byte[] make(Random random, byte[] overheard) {
            byte[] packet = overheard.clone();
            boolean rtcp = packet.length > 1 && (packet[1] & 0xFF) >= 192 && (packet[1] & 0xFF) < 224;
            int ssrc = rtcp ? 4 : 8;
            for (int i = ssrc; i < Math.min(packet.length, ssrc + 4); i++) {
                packet[i] ^= (byte) 0xA5;
            }
            return packet;
        }
    },
    /** The call's next packets, as far as names and numbers go, with other sound. */
    CONTINUED {
        @Override
        byte[] make(Random random, byte[] overheard) {
            if (overheard.length < 12 || (overheard[0] & 0xC0) != 0x80) {
                return overheard;
            }
            byte[] packet = overheard.clone();
            ByteBuffer header = ByteBuffer.wrap(packet);
            int ahead = 1 + random.nextInt(400);
            header.putShort(2, (short) (header.getShort(2) + ahead));
            header.putInt(4, header.getInt(4) + 160 * ahead);
            for (int i = 12; i < packet.length; i++) {
                packet[i] = (byte) random.nextInt();
            }
            return packet;
        }
    },
    OVERSIZED {
        @Override
        byte[] make(Random random, byte[] overheard) {
            byte[] packet = noise(random, 2048 + random.nextInt(7000));
            System.arraycopy(overheard, 0, packet, 0, Math.min(overheard.length, 12));
            return packet;
        }
    },
    STUN_REQUEST {
        @Override
        byte[] make(Random random, byte[] overheard) {
            return stun(Stun.BINDING_REQUEST, random, overheard)
                    .text(Stun.USERNAME, username(overheard))
                    .number(Stun.PRIORITY, random.nextInt())
                    .longNumber(random.nextBoolean() ? Stun.ICE_CONTROLLED : Stun.ICE_CONTROLLING, -1)
                    .put(Stun.USE_CANDIDATE, new byte[0])
                    .sign(noise(random, 20))
                    .withFingerprint();
        }
    },
    STUN_SUCCESS {
        @Override
        byte[] make(Random random, byte[] overheard) {
            StunWriter out =
                    stun(Stun.BINDING_SUCCESS, random, overheard).put(Stun.XOR_MAPPED_ADDRESS, noise(random, 8));
            return (random.nextBoolean() ? out.sign(noise(random, 20)) : out).withFingerprint();
        }
    },
    STUN_ERROR {
        @Override
        byte[] make(Random random, byte[] overheard) {
            int code = List.of(300, 400, 401, 403, 437, 438, 487, 500).get(random.nextInt(8));
            return stun(Stun.BINDING_ERROR | random.nextInt(10), random, overheard)
                    .error(code, "No")
                    .text(Stun.REALM, "elsewhere")
                    .put(Stun.NONCE, noise(random, random.nextInt(700)))
                    .withFingerprint();
        }
    },
    STUN_INDICATION {
        @Override
        byte[] make(Random random, byte[] overheard) {
            return stun(0x0010 | random.nextInt(8), random, overheard)
                    .put(Stun.XOR_PEER_ADDRESS, noise(random, random.nextBoolean() ? 8 : 20))
                    .put(Stun.DATA, noise(random, random.nextInt(1200)))
                    .bytes();
        }
    },
    STUN_OF_ANY_KIND {
        @Override
        byte[] make(Random random, byte[] overheard) {
            StunWriter out = stun(random.nextInt(0x4000), random, overheard);
            for (int i = random.nextInt(30); i > 0; i--) {
                out.put(random.nextInt(0x40), noise(random, random.nextInt(40)));
            }
            byte[] message = random.nextBoolean() ? out.withFingerprint() : out.bytes();
            if (random.nextBoolean()) {
                message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return message;
        }
    },
    DTLS_FRAGMENT {
        @Override
        byte[] make(Random random, byte[] overheard) {
            int size = random.nextInt(300);
            ByteBuffer out = ByteBuffer.allocate(13 + 12 + size);
            out.put((byte) 22).putShort((short) (random.nextBoolean() ? 0xFEFD : 0xFEFF));
            out.putShort((short) random.nextInt(2)).putShort((short) 0).putInt(random.nextInt(5000));
            out.putShort((short) (12 + size));
            out.put((byte) new int[] {1, 2, 3, 11, 12, 13, 14, 15, 16, 20}[random.nextInt(10)]);
            int whole = random.nextInt(4) == 0 ? random.nextInt(1 << 24) : size + random.nextInt(600);
            int from = random.nextInt(Math.min(whole, 2000) + 1);
            int told = random.nextInt(8) == 0 ? random.nextInt(1 << 24) : size;
            int24(out, whole).putShort((short) random.nextInt(6));
            int24(int24(out, from), told).put(noise(random, size));
            return out.array();
        }
    },
    DTLS_OF_ANY_KIND {
        @Override
        byte[] make(Random random, byte[] overheard) {
            byte[] record = noise(random, 13 + random.nextInt(300));
            record[0] = (byte) (20 + random.nextInt(44));
            if (random.nextBoolean()) { // an alert or a change of keys that looks right
                record = Arrays.copyOf(record, 15);
                boolean alert = random.nextBoolean();
                System.arraycopy(new byte[] {(byte) (alert ? 21 : 20), -2, -3, 0, 0, 0, 0, 0, 0}, 0, record, 0, 9);
                System.arraycopy(new byte[] {0, 2, 2, (byte) random.nextInt(90)}, 0, record, 11, 4);
            }
            return record;
        }
    },
    RTCP {
        @Override
        byte[] make(Random random, byte[] overheard) {
            byte[] report = noise(random, 4 * (1 + random.nextInt(200)));
            report[0] = (byte) (0x80 | random.nextInt(0x40));
            report[1] = (byte) (200 + random.nextInt(8));
            int words = random.nextBoolean() ? report.length / 4 - 1 : random.nextInt(0x10000);
            report[2] = (byte) (words >> 8);
            report[3] = (byte) words;
            return report;
        }
    },
    RTCP_BYE {
        @Override
        byte[] make(Random random, byte[] overheard) {
            long ssrc = overheard.length < 12 ? 1 : ByteBuffer.wrap(overheard).getInt(8) & 0xFFFF_FFFFL;
            RtcpWriter out = new RtcpWriter();
            out.begin();
            out.receiverReport(ssrc).bye(ssrc);
            return Arrays.copyOf(out.buffer(), out.length());
        }
    };

    private static final byte[] NOTHING_HEARD = new byte[172];

    static {
        RtpPacket.writeHeader(NOTHING_HEARD, 0, false, 8, 1, 160, 4711);
    }

    abstract byte[] make(Random random, byte[] overheard);

    /** The next datagram of that kind; of the given ones it may make use. */
    public byte[] next(Random random, List<byte[]> overheard) {
        return make(random, overheard.isEmpty() ? NOTHING_HEARD : overheard.get(random.nextInt(overheard.size())));
    }

    private static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /** Of the transaction that was overheard, if one was. */
    private static StunWriter stun(int type, Random random, byte[] overheard) {
        boolean real = overheard.length >= Stun.HEADER_BYTES && overheard[0] >= 0 && overheard[0] < 4;
        return new StunWriter(
                type,
                real ? Arrays.copyOfRange(overheard, 8, Stun.HEADER_BYTES) : noise(random, Stun.TRANSACTION_BYTES));
    }

    /** Of the check that was overheard, if one was: names are no secret. */
    private static String username(byte[] overheard) {
        StunMessage check = StunMessage.parse(overheard, 0, overheard.length);
        return check != null && check.has(Stun.USERNAME) ? check.text(Stun.USERNAME) : "abcd:efgh";
    }

    private static ByteBuffer int24(ByteBuffer out, int number) {
        return out.put((byte) (number >> 16)).putShort((short) number);
    }
}

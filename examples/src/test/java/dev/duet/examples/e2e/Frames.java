package dev.duet.examples.e2e;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** WebSocket frames that no server should send (RFC 6455 5), and what else may come where frames should. */
enum Frames {
    RANDOM(true) {
        @Override
        byte[] make(Random random, String genuine) {
            byte[] noise = noise(random, 1 + random.nextInt(3000));
            noise[0] |= 0x70; // or else it may be the beginning of a frame that is awaited
            return noise;
        }
    },
    UNKNOWN_OPCODE(true) {
        @Override
        byte[] make(Random random, String genuine) {
            return RawWebSocketServer.frame(3 + random.nextInt(5), bytes(genuine));
        }
    },
    UNKNOWN_CONTROL_OPCODE(true) {
        @Override
        byte[] make(Random random, String genuine) {
            return RawWebSocketServer.frame(11 + random.nextInt(5), noise(random, 5));
        }
    },
    RESERVED_BIT(true) {
        @Override
        byte[] make(Random random, String genuine) {
            byte[] frame = RawWebSocketServer.frame(1, bytes(genuine));
            frame[0] |= (byte) (0x10 << random.nextInt(3));
            return frame;
        }
    },
    MASKED_BY_A_SERVER(true) {
        @Override
        byte[] make(Random random, String genuine) {
            byte[] frame = RawWebSocketServer.frame(1, bytes(genuine));
            frame[1] |= (byte) 0x80;
            return frame;
        }
    },
    OVERSIZED(true) {
        @Override
        byte[] make(Random random, String genuine) {
            return RawWebSocketServer.frame(1, noise(random, 65_537 + random.nextInt(100_000)));
        }
    },
    LENGTH_BEYOND_ALL_BOUNDS(true) {
        @Override
        byte[] make(Random random, String genuine) {
            return ByteBuffer.allocate(10)
                    .put((byte) 0x81)
                    .put((byte) 127)
                    .putLong(random.nextBoolean() ? Long.MAX_VALUE : -1 - random.nextInt(1000))
                    .array();
        }
    },
    OVERSIZED_IN_PARTS(true) {
        @Override
        byte[] make(Random random, String genuine) {
            List<byte[]> parts = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                parts.add(part(i == 0 ? 1 : 0, false, noise(random, 1000)));
            }
            return joined(parts);
        }
    },
    CONTROL_IN_PARTS(true) {
        @Override
        byte[] make(Random random, String genuine) {
            return part(8 + random.nextInt(3), false, noise(random, 3));
        }
    },
    CONTROL_TOO_LONG(true) {
        @Override
        byte[] make(Random random, String genuine) {
            return RawWebSocketServer.frame(8 + random.nextInt(3), noise(random, 126));
        }
    },
    PART_OF_NOTHING(true) {
        @Override
        byte[] make(Random random, String genuine) {
            return part(0, random.nextBoolean(), bytes(genuine));
        }
    },
    MESSAGE_WITHIN_A_MESSAGE(true) {
        @Override
        byte[] make(Random random, String genuine) {
            return joined(List.of(part(1, false, bytes(genuine)), part(1, true, bytes(genuine))));
        }
    },
    TEXT_THAT_IS_NO_TEXT(true) {
        @Override
        byte[] make(Random random, String genuine) {
            byte[] text = bytes(genuine);
            text[random.nextInt(text.length)] = (byte) (0xF8 + random.nextInt(8));
            return RawWebSocketServer.frame(1, text);
        }
    },
    CLOSE(true) {
        @Override
        byte[] make(Random random, String genuine) {
            return RawWebSocketServer.frame(8, noise(random, random.nextInt(3)));
        }
    },
    TEXT_THAT_IS_NO_SIP(false) {
        @Override
        byte[] make(Random random, String genuine) {
            return RawWebSocketServer.frame(1, bytes("x".repeat(random.nextInt(5000)) + "\r\n\r\n"));
        }
    },
    SIP_THAT_IS_SPOILT(false) {
        @Override
        byte[] make(Random random, String genuine) {
            return RawWebSocketServer.frame(1, bytes(new Mutations(random.nextLong()).lines(genuine)));
        }
    },
    SIP_CUT_SHORT(false) {
        @Override
        byte[] make(Random random, String genuine) {
            return RawWebSocketServer.frame(2, Arrays.copyOf(bytes(genuine), random.nextInt(genuine.length())));
        }
    },
    SIP_TWICE_IN_A_FRAME(false) {
        @Override
        byte[] make(Random random, String genuine) {
            return RawWebSocketServer.frame(1, bytes(genuine + genuine));
        }
    },
    NOTHING(false) {
        @Override
        byte[] make(Random random, String genuine) {
            return joined(Collections.nCopies(200, RawWebSocketServer.frame(1 + random.nextInt(2), new byte[0])));
        }
    },
    MANY_PINGS(false) {
        @Override
        byte[] make(Random random, String genuine) {
            return joined(Collections.nCopies(300, RawWebSocketServer.frame(9, noise(random, random.nextInt(126)))));
        }
    },
    PONGS_OF_NO_PING(false) {
        @Override
        byte[] make(Random random, String genuine) {
            return joined(Collections.nCopies(300, RawWebSocketServer.frame(10, noise(random, random.nextInt(126)))));
        }
    },
    BYTE_BY_BYTE(false) {
        @Override
        byte[] make(Random random, String genuine) {
            byte[] text = bytes("OPTIONS");
            List<byte[]> parts = new ArrayList<>();
            for (int i = 0; i < text.length; i++) {
                parts.add(part(i == 0 ? 1 : 0, i == text.length - 1, new byte[] {text[i]}));
                parts.add(RawWebSocketServer.frame(9, new byte[0]));
                parts.add(i == text.length - 1 ? new byte[0] : part(0, false, new byte[0]));
            }
            return joined(parts);
        }
    };

    private final boolean fatal;

    Frames(boolean fatal) {
        this.fatal = fatal;
    }

    /** True when a client has to end the connection over it. */
    boolean isFatal() {
        return fatal;
    }

    /** One of that kind, perhaps made of a genuine message. */
    abstract byte[] make(Random random, String genuine);

    private static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] part(int opcode, boolean last, byte[] payload) {
        byte[] frame = RawWebSocketServer.frame(opcode, payload);
        if (!last) {
            frame[0] &= 0x7F;
        }
        return frame;
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteBuffer out =
                ByteBuffer.allocate(parts.stream().mapToInt(each -> each.length).sum());
        parts.forEach(out::put);
        return out.array();
    }
}

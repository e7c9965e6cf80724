package dev.duet.media.internal.codec;

/** The two laws of G.711: eight bits of logarithmic sound for each sample. */
public enum G711Law {
    /** North America and Japan. */
    MU {
        @Override
        public byte encode(short sample) {
            int sign = sample < 0 ? 0x80 : 0;
            int magnitude = Math.min(Math.abs((int) sample), MU_CLIP) + MU_BIAS;
            int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
            int mantissa = magnitude >> exponent + 3 & 0x0F;
            return (byte) ~(sign | exponent << 4 | mantissa);
        }

        @Override
        short expand(int code) {
            int bits = ~code;
            int magnitude = ((bits & 0x0F) << 3) + MU_BIAS << (bits >> 4 & 7);
            return (short) ((bits & 0x80) == 0 ? magnitude - MU_BIAS : MU_BIAS - magnitude);
        }
    },
    /** The rest of the world. */
    A {
        @Override
        public byte encode(short sample) {
            // The law is one's complement: -1 falls into the first negative step.
            int magnitude = sample < 0 ? ~sample : sample;
            int exponent = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude | 1));
            int mantissa = magnitude >> (exponent == 0 ? 4 : exponent + 3) & 0x0F;
            return (byte) ((exponent << 4 | mantissa | (sample < 0 ? 0 : 0x80)) ^ 0x55);
        }

        @Override
        short expand(int code) {
            int bits = code ^ 0x55;
            int exponent = bits >> 4 & 7;
            int step = ((bits & 0x0F) << 4) + 8;
            int magnitude = exponent == 0 ? step : step + 0x100 << exponent - 1;
            return (short) ((bits & 0x80) == 0 ? -magnitude : magnitude);
        }
    };

    private static final int MU_BIAS = 0x84;
    private static final int MU_CLIP = 32_635;

    private final short[] expanded = new short[256];

    G711Law() {
        for (int code = 0; code < expanded.length; code++) {
            expanded[code] = expand(code);
        }
    }

    /** The code nearest to a sample. */
    public abstract byte encode(short sample);

    /** The sample that a code stands for. */
    public short decode(byte code) {
        return expanded[code & 0xFF];
    }

    abstract short expand(int code);
}

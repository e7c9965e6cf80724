package dev.duet.media.internal.wav;

import dev.duet.media.internal.codec.G711Law;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads WAV files: RIFF with the formats that telephony tools write. */
public final class WavReader {

    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_CHANNELS = 32;
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;

    private WavReader() {}

    /**
     * Reads a stream to its end.
     *
     * @throws IllegalArgumentException when it is no WAV file of a kind that is understood
     */
    public static Pcm read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("The WAV file is larger than 64 MiB");
        }
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (file.remaining() < 12 || !id(file).equals("RIFF") || skipSize(file) || !id(file).equals("WAVE")) {
            throw new IllegalArgumentException("Not a WAV file: it does not begin with RIFF and WAVE");
        }
        Format format = null;
        while (file.remaining() >= 8) {
            String id = id(file);
            // A writer that streamed did not know the size: what is there is what there is.
            int size = (int) Math.min(file.getInt() & 0xFFFF_FFFFL, file.remaining());
            ByteBuffer chunk = file.slice(file.position(), size).order(ByteOrder.LITTLE_ENDIAN);
            if (id.equals("fmt ")) {
                format = Format.read(chunk);
            } else if (id.equals("data")) {
                return samples(format, size == 0 ? rest(file) : chunk);
            }
            file.position(Math.min(file.limit(), file.position() + size + (size & 1)));
        }
        throw new IllegalArgumentException("The WAV file has no sound: no data chunk");
    }

    private static boolean skipSize(ByteBuffer file) {
        file.getInt();
        return false;
    }

    private static ByteBuffer rest(ByteBuffer file) {
        return file.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String id(ByteBuffer file) {
        byte[] id = new byte[4];
        file.get(id);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    private static Pcm samples(@Nullable Format format, ByteBuffer data) {
        if (format == null) {
            throw new IllegalArgumentException("The WAV file tells no format before its sound");
        }
        int frames = data.remaining() / (format.bytes() * format.channels());
        short[] samples = new short[frames];
        for (int frame = 0; frame < frames; frame++) {
            int sum = 0;
            for (int channel = 0; channel < format.channels(); channel++) {
                sum += format.sample(data);
            }
            samples[frame] = (short) (sum / format.channels());
        }
        return new Pcm(samples, format.sampleRate());
    }

    /** What the fmt chunk tells. */
    private record Format(int code, int channels, int sampleRate, int bytes) {

        static Format read(ByteBuffer chunk) {
            if (chunk.remaining() < 16) {
                throw new IllegalArgumentException("The format of the WAV file is cut off");
            }
            int code = chunk.getShort() & 0xFFFF;
            int channels = chunk.getShort() & 0xFFFF;
            int sampleRate = chunk.getInt();
            chunk.getInt(); // bytes a second follow from the others
            chunk.getShort();
            int bits = chunk.getShort() & 0xFFFF;
            if (code == EXTENSIBLE && chunk.remaining() >= 10) {
                chunk.position(chunk.position() + 8);
                code = chunk.getShort() & 0xFFFF;
            }
            boolean known =
                    switch (code) {
                        case PCM -> bits == 8 || bits == 16 || bits == 24 || bits == 32;
                        case FLOAT -> bits == 32;
                        case A_LAW, MU_LAW -> bits == 8;
                        default -> false;
                    };
            if (!known) {
                throw new IllegalArgumentException("The WAV file has format " + code + " with " + bits
                        + " bits; PCM, float and G.711 are understood");
            }
            if (channels < 1 || channels > MOST_CHANNELS) {
                throw new IllegalArgumentException("The WAV file has " + channels + " channels");
            }
            return new Format(code, channels, Pcm.checkRate(sampleRate), bits / 8);
        }

        int sample(ByteBuffer data) {
            return switch (code) {
                case A_LAW -> G711Law.A.decode(data.get());
                case MU_LAW -> G711Law.MU.decode(data.get());
                case FLOAT -> Math.round(Math.max(-1, Math.min(1, data.getFloat())) * Short.MAX_VALUE);
                default -> linear(data);
            };
        }

        private int linear(ByteBuffer data) {
            return switch (bytes) {
                case 1 -> (data.get() & 0xFF) - 128 << 8; // the only unsigned one
                case 2 -> data.getShort();
                case 3 -> {
                    data.get();
                    yield data.getShort();
                }
                default -> data.getInt() >> 16;
            };
        }
    }
}

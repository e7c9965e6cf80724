package dev.duet.media.internal.wav;

import dev.duet.audio.AudioSink;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records to a WAV file. The media thread puts samples into a ring without waiting; a thread of the sink's own writes
 * them every 100 ms and renews the header every second.
 */
public final class WavSink implements AudioSink {

    private static final Logger LOG = LoggerFactory.getLogger(WavSink.class);
    private static final int HEADER = 44;
    private static final int SECONDS_IN_RING = 10;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int PAUSES_PER_HEADER = 10;

    private final Path file;
    private final int sampleRate;
    private final RandomAccessFile out;
    private final short[] ring;
    private final Thread writer;
    private volatile long written; // samples put in, by the media thread
    private volatile long saved; // samples taken out, by the writer
    private volatile boolean closed;
    private volatile boolean broken;

    private WavSink(Path file, int sampleRate, RandomAccessFile out) {
        this.file = file;
        this.sampleRate = sampleRate;
        this.out = out;
        this.ring = new short[SECONDS_IN_RING * sampleRate];
        this.writer = new Thread(this::save, "duet-recorder");
        writer.setDaemon(true);
    }

    /**
     * Makes the file.
     *
     * @throws UncheckedIOException when it cannot be made
     */
    public static WavSink create(Path file, int sampleRate) {
        Pcm.checkRate(sampleRate);
        try {
            RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
            try {
                out.setLength(0);
                out.write(header(sampleRate, 0));
            } catch (IOException e) {
                out.close();
                throw e;
            }
            WavSink sink = new WavSink(file, sampleRate, out);
            sink.writer.start();
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot record to " + file, e);
        }
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public void write(short[] pcm, int offset, int length) {
        long position = written;
        int room = ring.length - (int) (position - saved);
        if (closed || broken || room < length) {
            return; // a disk that is ten seconds late: drop, do not wait
        }
        int start = (int) (position % ring.length);
        int first = Math.min(length, ring.length - start);
        System.arraycopy(pcm, offset, ring, start, first);
        System.arraycopy(pcm, offset + first, ring, 0, length - first);
        written = position + length;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(writer);
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true; // the file comes first
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void save() {
        try (out) {
            int pauses = 0;
            while (!closed) {
                LockSupport.parkNanos(this, PAUSE);
                drain();
                if (++pauses % PAUSES_PER_HEADER == 0) {
                    renewHeader();
                }
            }
            drain();
            renewHeader();
        } catch (IOException e) {
            broken = true;
            LOG.warn("Recording to {} ended: {}", file, e.toString());
        }
    }

    private void drain() throws IOException {
        long end = written;
        int count = (int) (end - saved);
        if (count == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(count * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (long position = saved; position < end; position++) {
            bytes.putShort(ring[(int) (position % ring.length)]);
        }
        out.write(bytes.array());
        saved = end;
    }

    private void renewHeader() throws IOException {
        out.seek(0);
        out.write(header(sampleRate, saved * 2));
        out.seek(HEADER + saved * 2);
    }

    private static byte[] header(int sampleRate, long dataBytes) {
        int data = (int) Math.min(dataBytes, Integer.MAX_VALUE - HEADER);
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(HEADER - 8 + data)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(sampleRate)
                .putInt(sampleRate * 2)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(data)
                .array();
    }
}

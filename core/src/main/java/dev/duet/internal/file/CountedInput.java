package dev.duet.internal.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A file that is read to its end: its bytes are counted, and what goes wrong with it is told apart. */
final class CountedInput extends FilterInputStream {

    private final long size;
    private final AtomicLong count;
    private final LongConsumer counted;
    private final Consumer<IOException> broken;

    CountedInput(InputStream in, long size, AtomicLong count, LongConsumer counted, Consumer<IOException> broken) {
        super(in);
        this.size = size;
        this.count = count;
        this.counted = counted;
        this.broken = broken;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        try {
            int read = super.read(into, from, length);
            if (read < 0 ? count.get() != size : count.get() + read > size) {
                throw new IOException("its size changed");
            }
            if (read > 0) {
                counted.accept(count.addAndGet(read));
            }
            return read;
        } catch (IOException e) {
            broken.accept(e);
            throw e;
        }
    }
}

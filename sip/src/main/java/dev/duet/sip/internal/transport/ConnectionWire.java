package dev.duet.sip.internal.transport;

import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.SipConfig;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a server: one thread that connects and writes, one that reads. */
abstract class ConnectionWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWire.class);
    private static final int MAX_QUEUE = 1000;

    private final StreamWire.Target target;
    private final Listener listener;
    private final LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>(MAX_QUEUE);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong heard = new AtomicLong();
    private volatile @Nullable Thread writer;

    ConnectionWire(StreamWire.Target target, Listener listener) {
        this.target = target;
        this.listener = listener;
    }

    /** Begins to connect; {@link Listener#opened} or {@link Listener#closed} tells how that went. */
    final void start() {
        Thread thread = new Thread(this::connectAndWrite, "duet-sip-" + target.name() + "-out");
        thread.setDaemon(true);
        writer = thread;
        thread.start();
    }

    /** Connects within the target's time, with the handshakes that there are. On the thread that writes. */
    abstract TlsFacts connect() throws IOException;

    /** Hands over what came while this connected. On the thread that writes, before another reads. */
    void handOver() {}

    /** Writes what was queued together, all of it. On the thread that writes. */
    abstract void write(byte[] bytes) throws IOException;

    /** Waits for what comes next, and takes it. On the thread that reads. */
    abstract void read() throws IOException;

    /** Closes what is open, which ends whatever a thread waits for there. From any thread. */
    abstract void closeSocket() throws IOException;

    @Override
    public final SipConfig.Transport transport() {
        return target.transport();
    }

    @Override
    public final long heard() {
        return heard.get();
    }

    final StreamWire.Target target() {
        return target;
    }

    final void enqueue(byte[] bytes) {
        if (!queue.offer(bytes) && !over.get()) {
            fail(new IOException("the peer does not read"));
        }
    }

    final void received(byte[] message) {
        listener.received(message, target.remote());
    }

    /** Something was whole. */
    final void heardSomething() {
        heard.incrementAndGet();
    }

    @Override
    public final void close() {
        over.set(true);
        release();
    }

    private void connectAndWrite() {
        try {
            TlsFacts facts = connect();
            if (over.get()) {
                release();
                return;
            }
            listener.opened(facts);
            handOver();
            startReader();
            writeAll();
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            release();
        } catch (DuetException e) {
            fail(e.failure());
        } catch (RuntimeException e) {
            fail(new IOException(e.toString(), e));
        }
    }

    private void writeAll() throws InterruptedException {
        try {
            while (!over.get()) {
                write(queue.take());
            }
        } catch (IOException e) {
            fail(Failures.broken(e, target.remote()));
        }
    }

    private void startReader() {
        Thread thread = new Thread(this::readAll, "duet-sip-" + target.name() + "-in");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll() {
        try {
            while (!over.get()) {
                read();
            }
        } catch (IOException e) {
            fail(Failures.broken(e, target.remote()));
        } catch (RuntimeException e) {
            LOG.warn("Reading from {} ends", target.remote(), e);
            fail(new IOException(e.toString(), e));
        }
    }

    private void fail(IOException cause) {
        fail(Failures.of(cause, target.remote()));
    }

    private void fail(Failure failure) {
        boolean first = over.compareAndSet(false, true);
        release();
        if (first) {
            listener.closed(failure);
        }
    }

    private void release() {
        try {
            closeSocket();
        } catch (IOException e) {
            LOG.debug("Closing {}: {}", target.remote(), e.toString());
        }
        Thread thread = writer;
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }

    @Override
    public final String toString() {
        return target.name();
    }
}

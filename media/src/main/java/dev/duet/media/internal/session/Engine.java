package dev.duet.media.internal.session;

import dev.duet.media.internal.codec.Codecs;
import dev.duet.media.internal.tick.Ticker;
import dev.duet.media.internal.transport.Farewells;
import dev.duet.spi.MediaEngine;
import dev.duet.spi.MediaRequest;
import dev.duet.spi.MediaSession;
import dev.duet.spi.RuntimeContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The media of one runtime: its sessions, and the one thread that drives them. */
public final class Engine implements MediaEngine {

    /** For all of the end: {@link MediaEngine#close} promises two seconds. */
    private static final long MILLIS_TO_CLOSE = 1800;

    private static final long MILLIS_FOR_STREAMS = 500;
    private static final long MILLIS_FOR_TICK = 500;

    private final RuntimeContext context;
    private final Codecs codecs = Codecs.load();
    private final Ticker ticker = new Ticker();
    private final Farewells farewells = new Farewells(ticker);
    private final Closers closers;
    private final Identities identities;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean warmedUp = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** An engine without threads. */
    public Engine(RuntimeContext context) {
        this.context = context;
        this.closers = new Closers(context.blocking());
        this.identities = new Identities(context.loop(), context.blocking());
    }

    @Override
    public void warmUp() {
        if (warmedUp.compareAndSet(false, true)) {
            try {
                new WarmUp(codecs, context, identities).parts().forEach(context.blocking()::execute);
            } catch (RejectedExecutionException e) {
                // The runtime is closed: nothing will be called.
            }
        }
    }

    @Override
    public MediaSession session(MediaRequest request, MediaSession.Listener listener) {
        Session session = new Session(this, request, listener);
        sessions.add(session);
        if (closed.get()) {
            session.close();
        }
        return session;
    }

    RuntimeContext context() {
        return context;
    }

    Codecs codecs() {
        return codecs;
    }

    Ticker ticker() {
        return ticker;
    }

    Farewells farewells() {
        return farewells;
    }

    Identities identities() {
        return identities;
    }

    Closers closers() {
        return closers;
    }

    void gone(Session session) {
        synchronized (sessions) {
            sessions.remove(session);
            sessions.notifyAll();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_TO_CLOSE);
        sessions.forEach(Session::close);
        awaitSessions();
        ticker.close(MILLIS_FOR_TICK);
        sessions.forEach(Session::flush);
        farewells.close();
        closers.await(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    }

    private void awaitSessions() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_FOR_STREAMS);
        synchronized (sessions) {
            try {
                for (long left = MILLIS_FOR_STREAMS; !sessions.isEmpty() && left > 0; ) {
                    sessions.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

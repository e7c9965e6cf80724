package dev.duet.internal.file;

import dev.duet.api.FileTransfer;
import dev.duet.api.event.FileTransferChanged;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Failure;
import dev.duet.model.FileProgress;
import dev.duet.model.FileProgress.Phase;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What uploads and downloads share. Changed on the loop alone, but for the bytes that are counted. */
abstract class Transfer<T> implements FileTransfer<T> {

    private static final int STEPS = 100;
    private static final long SMALLEST_STEP = 16 * 1024;

    private final String name;
    private final FileHost host;
    private final Web web;
    private final Promise<T> promise;
    private final AtomicLong told = new AtomicLong();
    private volatile FileProgress progress;
    private Loop.Timer patience = () -> {};
    private @Nullable CompletableFuture<?> exchange;

    Transfer(String name, FileHost host, Web web, FileProgress first) {
        this.name = name;
        this.host = host;
        this.web = web;
        this.progress = first;
        this.promise = new Promise<>(host.callbacks());
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final FileProgress progress() {
        return progress;
    }

    @Override
    public final CompletableFuture<T> result() {
        return promise.future();
    }

    @Override
    public final void cancel() {
        host.loop().execute(() -> {
            if (progress.phase() != Phase.SENDING) {
                end(Phase.CANCELLED, Failures.cancelled());
            }
        });
    }

    /** The account closes. */
    @OnLoop
    final void abandon(Failure failure) {
        end(Phase.FAILED, failure);
    }

    @OnLoop
    final boolean isOver() {
        return progress.phase().isOver();
    }

    final FileHost host() {
        return host;
    }

    final Web web() {
        return web;
    }

    /** Does something that blocks; what it throws fails the transfer. */
    @OnLoop
    final void away(Runnable task) {
        try {
            host.blocking().execute(task);
        } catch (RejectedExecutionException e) {
            fail(Failure.of(Failure.Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "Duet was closed"));
        }
    }

    /** Goes on on the loop, unless it is over meanwhile. */
    final void then(Runnable task) {
        host.loop().execute(() -> {
            if (!isOver()) {
                task.run();
            }
        });
    }

    @OnLoop
    final void become(Phase phase, long size, int attempts) {
        told.set(0);
        move(new FileProgress(phase, 0, size, attempts));
    }

    @OnLoop
    private void move(FileProgress now) {
        progress = now;
        host.emit(new FileTransferChanged(this, now));
    }

    /** So many bytes have come or gone. From any thread. */
    final void counted(long bytes, long size) {
        long step = Math.max(SMALLEST_STEP, size / STEPS);
        long before = told.get();
        if ((bytes - before >= step || bytes == size) && told.compareAndSet(before, bytes)) {
            then(() -> {
                FileProgress now = progress;
                if (now.phase() == Phase.TRANSFERRING && bytes > now.transferred()) {
                    move(new FileProgress(Phase.TRANSFERRING, bytes, size, now.attempts()));
                }
            });
        }
    }

    /** Gives the exchange up when its bytes stand still for too long. */
    @OnLoop
    final void watch(CompletableFuture<?> running, AtomicLong bytes, Runnable silent) {
        exchange = running;
        look(running, bytes, bytes.get(), silent);
    }

    private void look(CompletableFuture<?> running, AtomicLong bytes, long before, Runnable silent) {
        patience = host.loop().schedule(web.patience(), () -> {
            if (exchange == running && bytes.get() == before) {
                rest();
                silent.run();
            } else if (exchange == running) {
                look(running, bytes, bytes.get(), silent);
            }
        });
    }

    /** True, once, for the exchange that is watched. */
    @OnLoop
    final boolean isDone(CompletableFuture<?> running) {
        boolean mine = exchange == running;
        if (mine) {
            exchange = null;
            patience.cancel();
        }
        return mine;
    }

    /** Ends the exchange, if there is one. */
    @OnLoop
    private void rest() {
        CompletableFuture<?> running = exchange;
        exchange = null;
        patience.cancel();
        if (running != null) {
            running.cancel(true);
        }
    }

    @OnLoop
    final void fail(Failure failure) {
        end(Phase.FAILED, failure);
    }

    @OnLoop
    final void succeed(T value) {
        if (!isOver()) {
            FileProgress now = progress;
            long all = Math.max(now.size(), now.transferred());
            move(new FileProgress(Phase.DONE, all, all, now.attempts()));
            promise.complete(value);
            over();
        }
    }

    private void end(Phase phase, Failure failure) {
        if (!isOver()) {
            rest();
            FileProgress now = progress;
            move(new FileProgress(phase, now.transferred(), now.size(), now.attempts()));
            promise.fail(failure);
            over();
        }
    }

    /** Nothing more happens. */
    @OnLoop
    abstract void over();
}

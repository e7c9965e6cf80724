package dev.duet.sip.internal.link;

import dev.duet.internal.loop.ThreadLoop;
import dev.duet.model.Address;
import dev.duet.model.Secret;
import dev.duet.model.SipConfig;
import dev.duet.sip.SipStackProvider;
import dev.duet.sip.internal.transport.Sctp;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RuntimeContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A runtime with a real loop and a SIP stack. */
public final class TestRuntime implements AutoCloseable, RuntimeContext {

    private final ThreadLoop loop = new ThreadLoop();
    private final ExecutorService blocking = Executors.newFixedThreadPool(4, task -> {
        Thread thread = new Thread(task, "duet-test-blocking");
        thread.setDaemon(true);
        return thread;
    });
    private final ProtocolStack stack;

    public TestRuntime() {
        stack = new SipStackProvider().create(this);
    }

    /** With another SCTP than that of the system. */
    TestRuntime(Sctp sctp) {
        stack = new SipStack(this, sctp);
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    public ProtocolStack stack() {
        return stack;
    }

    public Link link(SipConfig config, LinkListener listener) {
        Link link = on(() -> stack.link(config, listener));
        if (listener instanceof Recorder recorder) { // keeps what comes, as an account does
            recorder.onMessage =
                    message -> loop.execute(() -> link.received(message.from(), message.id(), Link.Reception.KEPT));
        }
        return link;
    }

    /** Runs something on the loop, and waits for it. */
    public <T> T on(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    public void run(Runnable task) {
        on(() -> {
            task.run();
            return null;
        });
    }

    @Override
    public void close() {
        stack.close();
        loop.close(Duration.ofSeconds(1));
        blocking.shutdownNow();
    }

    public static SipConfig config(
            String user, String password, String domain, UnaryOperator<SipConfig.Builder> settings) {
        return settings.apply(SipConfig.builder(Address.sip(user + "@" + domain), Secret.of(password)))
                .build();
    }
}

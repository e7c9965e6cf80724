package dev.duet.examples.contract;

import static org.awaitility.Awaitility.await;

import dev.duet.internal.loop.ThreadLoop;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.LinkConfig;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RuntimeContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One link of one stack, whose calls do what a test tells them. It stands where the core stands. */
final class ScriptedPhone implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final ThreadLoop loop = new ThreadLoop();
    private final ExecutorService blocking = Executors.newFixedThreadPool(4, task -> {
        Thread thread = new Thread(task, "contract-blocking");
        thread.setDaemon(true);
        return thread;
    });
    private final ProtocolStack stack;
    private final Link link;
    private final Address address;
    private volatile LinkPhase phase = LinkPhase.OFFLINE;
    private volatile @Nullable ScriptedCall incoming;

    ScriptedPhone(ProtocolStack.Provider provider, LinkConfig config) {
        stack = provider.create(new RuntimeContext() {
            @Override
            public ThreadLoop loop() {
                return loop;
            }

            @Override
            public Executor blocking() {
                return blocking;
            }
        });
        address = config.address();
        link = onLoop(ignored -> stack.link(config, new Facts()));
        does(link::connect);
        until("signed in", () -> phase == LinkPhase.ONLINE);
    }

    Address address() {
        return address;
    }

    /** Calls somebody, and offers at once, as the core does. */
    ScriptedCall call(Address to) {
        ScriptedCall call = new ScriptedCall(this, Descriptions.of("caller1"));
        does(() -> {
            call.leg(link.dial(to, "", call));
            call.leg().offer(Descriptions.of("caller1"));
        });
        return call;
    }

    /** The call that comes. */
    ScriptedCall incoming() {
        until("a call", () -> incoming != null);
        return java.util.Objects.requireNonNull(incoming);
    }

    void disconnect() {
        does(link::disconnect);
        until("signed out", () -> phase == LinkPhase.OFFLINE);
    }

    void does(Runnable task) {
        onLoop(ignored -> {
            task.run();
            return true;
        });
    }

    /** Facts come to the core in order, each in a turn of its own. */
    void later(Runnable task) {
        loop.execute(task);
    }

    private <T> T onLoop(Function<Boolean, T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(task.apply(true));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.join();
    }

    static void until(String what, BooleanSupplier condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition::getAsBoolean);
    }

    @Override
    public void close() {
        does(link::close);
        stack.close();
        blocking.shutdownNow();
        loop.close();
    }

    private final class Facts implements LinkListener {

        @Override
        public void state(LinkState state) {
            phase = state.phase();
        }

        @Override
        public CallLeg.Listener incoming(CallLeg leg, Arrival arrival) {
            ScriptedCall call = new ScriptedCall(ScriptedPhone.this, null);
            call.leg(leg);
            incoming = call;
            return call;
        }

        @Override
        public void completed(long operation) {}

        @Override
        public void failed(long operation, Failure failure) {}

        @Override
        public void message(IncomingMessage message) {}

        @Override
        public void delivery(String messageId, Delivery delivery) {}

        @Override
        public void readElsewhere(Address with, String messageId) {}

        @Override
        public void chatState(Address from, ChatState state) {}

        @Override
        public void presence(PresenceFragment fragment) {}

        @Override
        public void presenceGone(Address contact, PresenceFragment.Source source) {}

        @Override
        public void roster(List<RosterEntry> entries) {}

        @Override
        public void rosterEntry(RosterEntry entry) {}

        @Override
        public void rosterEntryRemoved(Address contact) {}

        @Override
        public void contactRequest(Address from, String note) {}

        @Override
        public void capabilities(Address device, Set<Capability> capabilities) {}
    }

    /** What a reason is of, when this side ends a call. */
    static EndReason local(EndReason.Kind kind) {
        return EndReason.of(kind, EndReason.By.LOCAL);
    }
}

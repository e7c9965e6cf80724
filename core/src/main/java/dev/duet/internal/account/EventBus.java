package dev.duet.internal.account;

import dev.duet.api.DuetEvent;
import dev.duet.api.Subscription;
import dev.duet.internal.loop.SerialExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings events to the application, in order, on its executor. */
final class EventBus {

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final Executor queue;
    private final List<Handler<?>> handlers = new CopyOnWriteArrayList<>();
    private final SubmissionPublisher<DuetEvent> publisher;

    EventBus(Executor callbacks) {
        queue = new SerialExecutor(callbacks);
        publisher = new SubmissionPublisher<>(callbacks, Flow.defaultBufferSize());
    }

    <E extends DuetEvent> Subscription on(Class<E> type, Consumer<? super E> handler) {
        Handler<E> added = new Handler<>(type, handler);
        handlers.add(added);
        return () -> handlers.remove(added);
    }

    Flow.Publisher<DuetEvent> publisher() {
        return publisher;
    }

    void emit(DuetEvent event) {
        if (!isAwaited(event)) {
            return; // what nobody listens to costs nobody a thread
        }
        queue.execute(() -> {
            handlers.forEach(handler -> handler.handle(event));
            if (publisher.hasSubscribers()) {
                publisher.offer(event, 0, TimeUnit.SECONDS, (subscriber, dropped) -> false);
            }
        });
    }

    private boolean isAwaited(DuetEvent event) {
        if (publisher.hasSubscribers()) {
            return true;
        }
        for (Handler<?> handler : handlers) {
            if (handler.type.isInstance(event)) {
                return true;
            }
        }
        return false;
    }

    /** Ends reactive streams, after the events before. */
    void close() {
        queue.execute(publisher::close);
    }

    private record Handler<E extends DuetEvent>(Class<E> type, Consumer<? super E> consumer) {

        void handle(DuetEvent event) {
            if (type.isInstance(event)) {
                try {
                    consumer.accept(type.cast(event));
                } catch (RuntimeException e) {
                    LOG.warn("A handler of {} failed", type.getSimpleName(), e);
                }
            }
        }
    }
}

package dev.duet.internal.account;

import dev.duet.api.DuetEvent;
import dev.duet.api.Subscription;
import dev.duet.api.event.EventNotified;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.EventNotice;
import dev.duet.model.Failure;
import dev.duet.spi.EventLink;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.util.function.Consumer;

/** One subscription of the application to an event package, and what is told of it. */
final class EventWatch implements EventLink.Listener {

    private final Loop loop;
    private final String event;
    private final Address target;
    private final Consumer<DuetEvent> events;
    private final Promise<Subscription> promise;
    private EventLink.Watched watched = () -> {};
    private boolean over;

    EventWatch(Loop loop, String event, Address target, Consumer<DuetEvent> events, Promise<Subscription> promise) {
        this.loop = loop;
        this.event = event;
        this.target = target;
        this.events = events;
        this.promise = promise;
    }

    @OnLoop
    void begin(EventLink link) {
        watched = link.subscribe(event, target, this);
    }

    private void end() {
        if (!over) {
            over = true;
            watched.end();
        }
    }

    @Override
    public void accepted() {
        promise.complete(() -> loop.execute(this::end));
    }

    @Override
    public void notified(EventNotice notice) {
        if (!over) {
            events.accept(new EventNotified(notice));
        }
    }

    @Override
    public void ended(Failure failure) {
        if (!over) {
            over = true;
            promise.fail(failure);
            events.accept(new EventNotified(new EventNotice(event, target, "terminated", "", "")));
        }
    }
}

package dev.duet.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class WaiterTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Waiter waiter = new Waiter();

    @Test
    void takes_an_event_that_came_before() throws InterruptedException {
        waiter.add(event(EventName.RINGING, "first"));

        assertEquals("first", await(EventName.RINGING, LONG).text());
    }

    @Test
    void waits_for_one_that_comes_later() throws Exception {
        CompletableFuture<PhoneEvent> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return await(EventName.MESSAGE, LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        waiter.add(event(EventName.TYPING, "no"));
        waiter.add(event(EventName.MESSAGE, "yes"));

        assertEquals("yes", waiting.join().text());
    }

    @Test
    void lets_each_event_satisfy_one_wait_in_any_order() throws InterruptedException {
        waiter.add(event(EventName.MESSAGE, "one"));
        waiter.add(event(EventName.RINGING, "ring"));
        waiter.add(event(EventName.MESSAGE, "two"));

        assertEquals("ring", await(EventName.RINGING, LONG).text());
        assertEquals("one", await(EventName.MESSAGE, LONG).text());
        assertEquals("two", await(EventName.MESSAGE, LONG).text());
        assertThrows(CommandFailure.class, () -> await(EventName.MESSAGE, Duration.ZERO));
    }

    @Test
    void forgets_what_came_before_a_command() {
        waiter.add(event(EventName.MESSAGE, "old"));
        waiter.forget();

        assertThrows(CommandFailure.class, () -> await(EventName.MESSAGE, Duration.ZERO));
    }

    @Test
    void tells_what_came_instead() {
        waiter.add(event(EventName.TYPING, ""));
        waiter.add(event(EventName.ROUTE_FAILED, ""));

        String message = assertThrows(CommandFailure.class, () -> await(EventName.MESSAGE, Duration.ofMillis(1)))
                .getMessage();

        assertTrue(message.contains("0.001 s"), message);
        assertTrue(message.contains("typing, route-failed"), message);
    }

    @Test
    void gives_up_when_the_event_cannot_come_any_more() {
        waiter.add(event(EventName.ENDED, "busy"));
        Predicate<PhoneEvent> ended = event -> event.name() == EventName.ENDED;

        String message = assertThrows(
                        CommandFailure.class,
                        () -> waiter.await(event -> event.name() == EventName.CONNECTED, ended, LONG))
                .getMessage();

        assertTrue(message.contains("busy"), message);
    }

    private PhoneEvent await(EventName name, Duration limit) throws InterruptedException {
        return waiter.await(event -> event.name() == name, event -> false, limit);
    }

    private static PhoneEvent event(EventName name, String text) {
        return new PhoneEvent(name, text, Map.of());
    }
}

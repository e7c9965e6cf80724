package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Subscription;
import dev.duet.api.event.EventNotified;
import dev.duet.model.Address;
import dev.duet.model.DuetException;
import dev.duet.model.EventNotice;
import dev.duet.model.Failure;
import dev.duet.model.Protocol;
import dev.duet.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class EventSubscriptionTest {

    private static final Address BOX = Address.sip("alice@example.com");
    private static final EventNotice NOTICE = new EventNotice("message-summary", BOX, "active", "text/x", "yes");

    private final World world = World.both().online();
    private final List<EventNotice> told = new ArrayList<>();

    private CompletableFuture<Subscription> subscribe(Protocol protocol) {
        world.account.on(EventNotified.class, event -> told.add(event.notice()));
        CompletableFuture<Subscription> future = world.account.link(protocol).subscribe("Message-Summary", BOX);
        world.run();
        return future;
    }

    @Test
    void whatIsSubscribedToIsToldUntilItIsClosed() {
        CompletableFuture<Subscription> future = subscribe(Protocol.SIP);
        assertTrue(world.sip.link().did.contains("subscribe message-summary of " + BOX));
        assertFalse(future.isDone());
        world.sip.link().eventWatcher().accepted();
        world.sip.link().eventWatcher().notified(NOTICE);
        world.run();
        assertEquals(List.of(NOTICE), told);

        future.join().close();
        world.run();
        world.sip.link().eventWatcher().notified(NOTICE);
        world.run();

        assertTrue(world.sip.link().did.contains("unsubscribe message-summary of " + BOX));
        assertEquals(List.of(NOTICE), told);
    }

    @Test
    void anEndIsToldAndARefusalFails() {
        CompletableFuture<Subscription> future = subscribe(Protocol.SIP);
        world.sip
                .link()
                .eventWatcher()
                .ended(Failure.of(Failure.Kind.REFUSED, Failure.Origin.SERVER, Failure.Retry.NEVER, "no"));
        world.run();

        assertEquals(Failure.Kind.REFUSED, kind(future));
        assertEquals(List.of(new EventNotice("message-summary", BOX, "terminated", "", "")), told);
    }

    @Test
    void xmppHasNoneAndANameIsAWord() {
        assertEquals(Failure.Kind.UNSUPPORTED, kind(subscribe(Protocol.XMPP)));
        assertThrows(
                IllegalArgumentException.class,
                () -> world.account.link(Protocol.SIP).subscribe("presence\r\nX: y", BOX));
    }

    private static Failure.Kind kind(CompletableFuture<?> future) {
        CompletionException thrown = assertThrows(CompletionException.class, future::join);
        return assertInstanceOf(DuetException.class, thrown.getCause())
                .failure()
                .kind();
    }
}

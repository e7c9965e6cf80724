package dev.duet.internal.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.duet.internal.store.StoreQueue;
import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Message;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessageDetails;
import dev.duet.model.Protocol;
import dev.duet.spi.MessageStore;
import dev.duet.spi.MessageStore.Retention;
import dev.duet.spi.VirtualLoop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store gets, however slow it is or broken. */
class MessageArchiveTest {

    private static final Address ALICE = Address.xmpp("alice@example.com");
    private static final Address BOB = Address.xmpp("bob@example.com");

    private final VirtualLoop loop = new VirtualLoop();
    private final Deque<Runnable> blocking = new ArrayDeque<>();
    private final MessageStore store = mock(MessageStore.class);
    private final List<String> kept = new ArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final MessageArchive archive = new MessageArchive(
            new StoreQueue<>("Alice", () -> store, loop, blocking::add, failure -> {}), Retention.ALL, loop);

    @BeforeEach
    void keep() throws IOException {
        doAnswer(call -> {
                    if (broken.get()) {
                        throw new IOException("The disk is full");
                    }
                    Collection<Message> messages = call.getArgument(0);
                    messages.forEach(message -> kept.add(message.id()));
                    return null;
                })
                .when(store)
                .put(anyCollection());
    }

    private void comes(int number) {
        archive.save(new Message(
                "b" + number,
                true,
                BOB,
                ALICE,
                "Hello",
                Instant.EPOCH.plusSeconds(number),
                Protocol.XMPP,
                false,
                Delivery.DELIVERED,
                MessageDetails.of(BOB.uri(), Text.of("Hello"))));
    }

    private void settle() {
        loop.advance(Duration.ZERO);
        while (!blocking.isEmpty()) {
            blocking.remove().run();
            loop.advance(Duration.ZERO);
        }
    }

    @Test
    void aSlowStoreGetsAllThatOthersAreToldItHas() {
        comes(0);
        loop.advance(Duration.ZERO); // it begins to write, which takes until all others came
        for (int number = 1; number < 15_000; number++) {
            comes(number);
        }
        AtomicBoolean safe = new AtomicBoolean();
        archive.whenSafe(safe::set);
        settle();
        assertTrue(safe.get());
        assertEquals(15_000, kept.size());
    }

    @Test
    void ofAStoreThatFailsForLongTheNewestWait() {
        broken.set(true);
        comes(0);
        settle();
        for (int number = 1; number < 15_000; number++) {
            comes(number);
        }
        settle();
        broken.set(false);
        loop.advance(Duration.ofSeconds(10));
        settle();
        assertEquals(10_000, kept.size());
        assertEquals("b5000", kept.get(0));
        assertEquals("b14999", kept.get(9_999));
    }
}

package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.api.event.MessageDelivery;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.TypingChanged;
import dev.duet.examples.Futures;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Messages (RFC 3428), envelopes (RFC 3862), what became of them (RFC 5438) and typing (RFC 3994), with SIPp. */
@NeedsPeers({"kamailio", "sipp"})
@Tag("beside")
class SippMessageTest {

    private static final String BOB = "sip:bob@" + Kamailio.DOMAIN;

    @TempDir
    private Path folder;

    private Kamailio kamailio;
    private Account alice;

    @BeforeEach
    void signIn() {
        kamailio = Kamailio.start(folder, "MD5");
        alice = PeerAccounts.sip(kamailio, "alice", Transport.TCP);
        Futures.await(alice.connect());
    }

    @AfterEach
    void signOut() {
        alice.close();
        kamailio.close();
    }

    /** Bob's device. */
    private Sipp signedIn(String scenario, int exchanges) {
        Sipp sipp = Sipp.callee(folder, scenario, exchanges, Map.of());
        Map<String, String> words = Map.of("contact", sipp.address());
        try (Sipp registers = Sipp.caller(folder, "sipp-registering-caller.xml", kamailio, "bob", words)) {
            assertTrue(registers.succeeded(), () -> registers.process().log());
        }
        return sipp;
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippWritesAndIsToldThatItCameAndWasRead() {
        BlockingQueue<MessageReceived> messages = new LinkedBlockingQueue<>();
        alice.on(MessageReceived.class, messages::add);
        try (Sipp told = signedIn("sipp-notice-callee.xml", 2);
                Sipp sipp = Sipp.caller(folder, "sipp-message-caller.xml", kamailio, "alice")) {
            MessageReceived message = Futures.next(messages);
            assertEquals("Tea at four?", message.message().body().strip());
            assertEquals(BOB, message.message().peer().uri());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
            await("word that it came").until(() -> told.logged().equals("delivered"));
            message.conversation().markRead();
            assertTrue(told.succeeded(), () -> told.process().log());
            assertEquals("delivered\ndisplayed", told.logged());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weWriteAndAreToldThatItWasRead() {
        BlockingQueue<MessageDelivery> deliveries = new LinkedBlockingQueue<>();
        try (Sipp sipp = signedIn("sipp-message-callee.xml", 1000)) {
            Conversation conversation = alice.conversation(BOB);
            alice.on(MessageDelivery.class, event -> {
                if (event.message().delivery().equals(Delivery.READ)) {
                    deliveries.add(event);
                }
            });
            await("a message in an envelope").until(() -> {
                Futures.await(conversation.send("Tea?"));
                return !sipp.said().isEmpty();
            });
            String id = sipp.said().lines().findFirst().orElseThrow();
            Map<String, String> words = Map.of("id", id);
            try (Sipp reader = Sipp.caller(folder, "sipp-notifying-caller.xml", kamailio, "alice", words)) {
                assertEquals(id, Futures.next(deliveries).message().id());
                assertTrue(reader.succeeded(), () -> reader.process().log());
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void typingIsToldBothWays() {
        BlockingQueue<TypingChanged> changes = new LinkedBlockingQueue<>();
        alice.on(TypingChanged.class, changes::add);
        try (Sipp sipp = signedIn("sipp-composing-callee.xml", 1);
                Sipp writes = Sipp.caller(folder, "sipp-composing-caller.xml", kamailio, "alice")) {
            assertEquals(ChatState.COMPOSING, Futures.next(changes).state());
            assertTrue(writes.succeeded(), () -> writes.process().log());
            alice.conversation(BOB).typing(ChatState.COMPOSING);
            assertEquals("active", sipp.logged());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }
}

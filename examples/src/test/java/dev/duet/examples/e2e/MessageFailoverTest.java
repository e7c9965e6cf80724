package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.Message;
import dev.duet.model.Protocol;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.TcpWire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A chat whose XMPP server goes, and comes back. */
@Tag("beside")
class MessageFailoverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Test
    void goesOnBySipAndReturnsWithoutDuplicates() {
        try (DuetSandbox sandbox = DuetSandbox.builder()
                .xmpp(server -> server.resumption(Duration.ofMinutes(1)))
                .build()) {
            chat(sandbox, sandbox.addUser("alice", "secret"), sandbox.addUser("bob", "secret"));
            assertEquals(List.of(), sandbox.violations());
        }
    }

    private void chat(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        TcpWire wire = sandbox.tcpWire(sandbox.xmpp().port());
        AccountConfig config = accounts.both(alice, accounts.sip(), half -> accounts.xmpp()
                        .apply(half)
                        .server("127.0.0.1", wire.port()))
                .messageFailover(Duration.ofSeconds(3))
                .build();
        try (Account from = Duet.open(config);
                Account to = Duet.open(accounts.both(bob).build())) {
            to.on(MessageReceived.class, event -> heard.add(event.message().body()));
            Futures.await(from.connect());
            Futures.await(to.connect());
            Futures.await(from.contacts().add(bob.jid()));
            Conversation chat = from.conversation(bob.jid());
            await("who sees Bob may know what reaches him").atMost(PATIENCE).until(() -> sees(chat));
            sends(chat, "one", Protocol.XMPP);
            reaches(chat, 1);

            wire.cut(Cut.SILENT); // nobody knows yet
            CompletableFuture<Message> silent = chat.send("two");
            CompletableFuture<Message> behind = chat.send("three");
            assertEquals(Protocol.SIP, Futures.await(silent).protocol());
            assertEquals(
                    "XMPP has not taken it for 3 s: by SIP MESSAGE instead",
                    Futures.await(behind).route().why());
            wire.drop(Cut.RESET);
            sandbox.xmpp().stop();
            await("the loss is known")
                    .atMost(PATIENCE)
                    .until(() ->
                            !from.link(Protocol.XMPP).state().phase().name().equals("ONLINE"));
            sends(chat, "four", Protocol.SIP);
            sends(to.conversation(alice.jid()), "and I", Protocol.SIP);
            reaches(chat, 5);

            sandbox.xmpp().restart();
            wire.resume();
            from.networkChanged();
            to.networkChanged();
            await("both are back").atMost(PATIENCE).until(() -> isBack(from) && isBack(to) && sees(chat));
            sends(chat, "five", Protocol.XMPP);
            reaches(chat, 6);
            assertEquals(List.of("one", "two", "three", "four", "five"), heard);
            assertEquals(
                    List.of(Protocol.XMPP, Protocol.SIP, Protocol.SIP, Protocol.SIP, Protocol.SIP, Protocol.XMPP),
                    chat.history().stream().map(Message::protocol).toList());
        }
    }

    private static void sends(Conversation chat, String body, Protocol by) {
        assertEquals(by, Futures.await(chat.send(body)).protocol());
    }

    private static void reaches(Conversation chat, int count) {
        await("all is delivered")
                .atMost(PATIENCE)
                .until(() -> chat.history().size() == count
                        && chat.history().stream()
                                .allMatch(message -> message.delivery().stage().compareTo(Stage.DELIVERED) >= 0));
    }

    private static boolean isBack(Account account) {
        return account.link(Protocol.XMPP).state().phase().name().equals("ONLINE");
    }

    private static boolean sees(Conversation chat) {
        return chat.contact().presence().availability().isOnline();
    }
}

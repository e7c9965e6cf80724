package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.api.event.MessageDelivery;
import dev.duet.examples.Futures;
import dev.duet.jdbc.JdbcStore;
import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Message;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.spi.MessageStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed in the middle of a chat, again and again, at a server with XEP-0198. {@code -Dduet.kills=50}
 * kills it 50 times, {@code -Dduet.seed} at other places.
 */
@Tag("beside")
class KilledChatTest {

    private static final int KILLS = Integer.getInteger("duet.kills", 4);
    private static final long SEED = Long.getLong("duet.seed", 5);
    private static final int LONGEST_MILLIS = 3000;

    /** How far Bob talks ahead of her receipts: servers do not keep what waits for somebody without bounds. */
    private static final int AHEAD = 1000;

    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothingThatWasAcknowledgedIsLostAndNothingIsThereTwice(@TempDir Path folder) throws Exception {
        try (DuetSandbox sandbox = DuetSandbox.builder()
                .xmpp(server -> server.resumption(Duration.ofSeconds(1)))
                .build()) {
            chat(sandbox, folder);
        }
    }

    private void chat(DuetSandbox sandbox, Path folder) throws Exception {
        SandboxUser alice = sandbox.addUser("alice", "secret");
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        Path database = folder.resolve("messages");
        Random random = new Random(SEED);
        try (Account bob =
                Duet.open(accounts.both(sandbox.addUser("bob", "secret")).build())) {
            bob.on(MessageDelivery.class, event -> {
                if (event.message().delivery().equals(Delivery.DELIVERED)) {
                    delivered.add(event.message().body());
                }
            });
            Futures.await(bob.connect());
            Futures.await(bob.contacts().add(alice.jid())); // who sees her is told that messages came
            for (int run = 0; run < KILLS; run++) {
                List<String> command = List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledChatProcess.class.getName(),
                        database.toString(),
                        Integer.toString(sandbox.xmpp().port()),
                        accounts.authority().toString(),
                        alice.jid(),
                        alice.password(),
                        "bob@" + sandbox.domain(),
                        "a" + run + "-");
                chatAndKill(command, bob.conversation(alice.jid()), run, random.nextInt(LONGEST_MILLIS));
                check(database, bob);
                if (run == KILLS - 1) {
                    List<String> again = new ArrayList<>(command);
                    again.set(again.size() - 1, "rest-"); // it may say something, too, before it has taken all
                    takeTheRest(again, new HashSet<>(kept(database)));
                    check(database, bob);
                }
            }
        }
        List<String> kept = kept(database);
        System.out.printf(
                "Killed %d times: %d messages acknowledged, %d receipts, %d kept, none lost, none twice%n",
                KILLS, acknowledged.size(), delivered.size(), kept.size());
        assertTrue(acknowledged.size() > KILLS, "chatted too little to tell: " + acknowledged.size());
    }

    private void chatAndKill(List<String> command, Conversation withAlice, int run, int millis) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Queue<String> said = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread reader = new Thread(() -> read(process, said));
        Thread writer = new Thread(() -> talk(withAlice, "b" + run + "-", over));
        try {
            reader.start();
            await("Alice is online").atMost(Duration.ofSeconds(60)).until(() -> said.contains("ready "));
            writer.start();
            process.waitFor(millis, TimeUnit.MILLISECONDS);
        } finally {
            process.toHandle().destroyForcibly(); // the process itself would close its output before it is read
            process.waitFor();
            over.set(true);
            reader.join();
            writer.join();
        }
        said.stream()
                .filter(line -> !line.startsWith("ready"))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .forEach(acknowledged::add);
    }

    private void talk(Conversation withAlice, String prefix, AtomicBoolean over) {
        for (int number = 0; !over.get(); number++) {
            taken.add(Futures.await(withAlice.send(prefix + number)).body());
            String late = prefix + (number - AHEAD);
            if (number >= AHEAD && !delivered.contains(late)) {
                await("her receipt for " + late)
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> over.get() || delivered.contains(late));
            }
        }
    }

    /** What the server took for Alice comes to her, since no process of hers counted it before it was kept. */
    private void takeTheRest(List<String> command, Set<String> before) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Queue<String> said = new ConcurrentLinkedQueue<>();
        Thread reader = new Thread(() -> read(process, said));
        try {
            reader.start();
            await("all that the server took for Alice")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        Set<String> there = new HashSet<>(before);
                        said.stream()
                                .filter(line -> line.startsWith("got "))
                                .forEach(line -> there.add(line.substring(4)));
                        return there.containsAll(taken);
                    });
        } finally {
            process.toHandle().destroyForcibly();
            process.waitFor();
            reader.join();
        }
        delivered.addAll(taken);
    }

    private static void read(Process process, Queue<String> said) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(said::add);
        } catch (IOException e) {
            said.add("broken " + e);
        }
    }

    private void check(Path database, Account bob) throws IOException {
        List<String> kept = kept(database);
        Set<String> different = new HashSet<>(kept);
        assertEquals(different.size(), kept.size(), "something is there twice");
        List<String> lost = new ArrayList<>(acknowledged);
        lost.addAll(delivered); // a receipt is an acknowledgement, too
        lost.removeAll(different);
        assertEquals(List.of(), lost, "lost, of " + acknowledged.size());
        assertTrue(bob.state().summary().name().contains("ONLINE"), "Bob stays");
    }

    private static List<String> kept(Path database) throws IOException {
        JdbcDataSource file = new JdbcDataSource();
        file.setURL(KilledChatProcess.url(database));
        try (MessageStore store = JdbcStore.on(file).messages().open("Alice")) {
            Set<Address> peers = store.conversations().isEmpty()
                    ? Set.of()
                    : Set.of(store.conversations().get(0).last().peer());
            return store.read(new MessageStore.Query(peers, "", null, 1_000_000)).stream()
                    .map(Message::body)
                    .toList();
        }
    }
}

package dev.duet.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.DuetSandbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whole phones, with all of Duet below them, against the sandbox. */
final class PhoneOnSandboxTest {

    @TempDir
    static Path folder;

    private static DuetSandbox sandbox;
    private static Path ca;

    @BeforeAll
    static void start() {
        sandbox = DuetSandbox.start();
        sandbox.addUser("alice", "secret");
        sandbox.addUser("bob", "secret");
        ca = sandbox.authority().writePem(folder);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void two_phones_become_contacts_chat_and_see_each_other() {
        CompletableFuture<Run> bob = start(
                xmpp("bob"),
                "--accept-contacts",
                "add alice@example.com Alice",
                "wait presence:available",
                "wait typing:composing",
                "wait message:hi",
                "read alice@example.com",
                "send alice@example.com and you?",
                "wait delivered",
                "presence away at lunch",
                "wait presence:offline");
        Run alice = start(
                        xmpp("alice"),
                        "--accept-contacts",
                        "add bob@example.com Bob",
                        "wait contact:chat_states",
                        "wait presence:available",
                        "typing bob@example.com",
                        "send bob@example.com hi",
                        "wait delivered",
                        "wait read",
                        "wait message:you?",
                        "wait presence:lunch")
                .join();

        assertEquals(
                0, alice.status(), () -> alice.out() + "\nBob:\n" + bob.join().out());
        assertEquals(0, bob.join().status(), bob.join().out());
        assertEquals(List.of(), sandbox.violations());
    }

    @Test
    void a_wrong_password_is_status_3_and_tells_what_to_check() {
        Run run = start(without(xmpp("alice"), "--xmpp-password", "wrong"), "status")
                .join();

        assertEquals(3, run.status(), run.out());
        assertTrue(run.out().contains("Check --xmpp and its password"), run.out());
    }

    @Test
    void an_untrusted_server_is_status_3_and_tells_of_trust() {
        List<String> options = xmpp("alice");
        options.subList(options.size() - 2, options.size()).clear();

        Run run = start(options, "status").join();

        assertEquals(3, run.status(), run.out());
        assertTrue(run.out().contains("by --trust CA.pem"), run.out());
    }

    @Test
    void a_server_that_is_not_there_is_status_3_and_tells_where_to_say_it() {
        Run run = start(without(xmpp("alice"), "--xmpp-server", "127.0.0.1:9"), "status")
                .join();

        assertEquals(3, run.status(), run.out());
        assertTrue(run.out().contains("--xmpp-server \"H:PORT"), run.out());
    }

    private static List<String> xmpp(String name) {
        return new ArrayList<>(List.of(
                "--xmpp",
                name + "@example.com",
                "--xmpp-password",
                "secret",
                "--xmpp-server",
                "127.0.0.1:" + sandbox.xmpp().port(),
                "--trust",
                ca.toString()));
    }

    /** The options with another value for one of them. */
    private static List<String> without(List<String> options, String option, String value) {
        options.set(options.indexOf(option) + 1, value);
        return options;
    }

    private static CompletableFuture<Run> start(List<String> options, String... commands) {
        List<String> words = new ArrayList<>(options);
        Arrays.stream(commands).filter(word -> word.startsWith("--")).forEach(words::add);
        String separator = "";
        for (String command : commands) {
            if (!command.startsWith("--")) {
                if (!separator.isEmpty()) {
                    words.add(separator);
                }
                words.add(command);
                separator = "--then";
            }
        }
        return CompletableFuture.supplyAsync(() -> run(words), task -> new Thread(task, "phone").start());
    }

    private static Run run(List<String> words) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new Phone());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        line.setStopAtPositional(true);
        return new Run(line.execute(words.toArray(String[]::new)), out.toString());
    }

    private record Run(int status, String out) {}
}

package dev.duet.examples.phone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SpeechCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Whole phones, with all of Duet below them, against the sandbox. */
final class PhoneOnSandboxTest {

    private static final Set<String> VALUED = Set.of("--play", "--record");

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
                "react alice@example.com \uD83D\uDC4D",
                "correct alice@example.com and you, Alice?",
                "presence away at lunch",
                "wait presence:offline");
        Run alice = start(
                        xmpp("alice"),
                        "--accept-contacts",
                        "add bob@example.com Bob",
                        "wait contact:chat_states",
                        "wait contact:both",
                        "wait presence:available",
                        "typing bob@example.com",
                        "send bob@example.com hi",
                        "wait delivered",
                        "wait read",
                        "wait message:you?",
                        "wait message-changed:reactions",
                        "wait message-changed:corrected",
                        "wait presence:lunch")
                .join();

        assertEquals(
                0, alice.status(), () -> alice.out() + "\nBob:\n" + bob.join().out());
        assertEquals(0, bob.join().status(), bob.join().out());
        assertEquals(List.of(), sandbox.violations());
    }

    @Test
    void a_file_goes_from_one_to_the_other() throws IOException {
        Path file = Files.writeString(folder.resolve("shopping list.txt"), "Tea, biscuits");
        Path saved = Files.createDirectory(folder.resolve("saved"));
        CompletableFuture<Run> bob = start(
                xmpp("bob"),
                "wait message:shopping",
                "save alice@example.com " + saved,
                "send alice@example.com got it");
        Run alice = start(xmpp("alice"), "contacts", "file bob@example.com " + file, "wait message:got")
                .join();

        assertEquals(
                0, alice.status(), () -> alice.out() + "\nBob:\n" + bob.join().out());
        assertEquals(0, bob.join().status(), bob.join().out());
        assertEquals("Tea, biscuits", Files.readString(saved.resolve("shopping list.txt")));
        assertTrue(
                bob.join().out().contains("[shopping list.txt, text/plain, 13 bytes]"),
                bob.join().out());
        assertTrue(alice.out().contains("shopping list.txt (13 bytes): done"), alice.out());
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

    @Test
    void one_phone_calls_another_and_is_heard() throws IOException {
        Path said = folder.resolve("said.wav");
        try (InputStream in = PhoneOnSandboxTest.class.getResourceAsStream("/dev/duet/examples/alice.wav")) {
            java.nio.file.Files.copy(in, said);
        }
        Path heard = folder.resolve("heard.wav");
        CompletableFuture<Run> bob = start(
                sip("bob"),
                "--auto-answer",
                "--record",
                heard.toString(),
                "wait online",
                "wait connected",
                "wait dtmf:5",
                "wait hold",
                "wait ended:remote");
        sandbox.sip().awaitRegistration("bob", Duration.ofSeconds(20));

        Run alice = start(
                        sip("alice"),
                        "--play",
                        said.toString(),
                        "call bob@example.com",
                        "wait ringing",
                        "wait connected",
                        "sleep 6.5",
                        "quality",
                        "dtmf 5",
                        "sleep 0.5", // a key takes 100 ms, and nothing is sent on hold
                        "hold",
                        "resume",
                        "hangup")
                .join();

        assertEquals(
                0, alice.status(), () -> alice.out() + "\nBob:\n" + bob.join().out());
        assertEquals(0, bob.join().status(), bob.join().out());
        SpeechCheck check = SpeechCheck.compare(said, heard);
        assertTrue(Math.max(check.correlation(), check.following()) >= 0.95, () -> check + "\n" + alice.out());
    }

    @Test
    void a_call_by_jingle_is_traced() {
        CompletableFuture<Run> bob = start(xmpp("bob"), "wait online", "wait incoming", "reject 486");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !sandbox.xmpp().online("bob").isEmpty());

        Run alice = start(xmpp("alice"), "wait online", "trace on", "call bob@example.com", "wait ended:busy", "trace")
                .join();

        assertEquals(
                0, alice.status(), () -> alice.out() + "\nBob:\n" + bob.join().out());
        assertEquals(0, bob.join().status(), bob.join().out());
        assertTrue(alice.out().contains("    0.000 --> propose  [XMPP bob@example.com]"), alice.out());
        assertTrue(alice.out().contains(" <-- reject busy  [XMPP bob@example.com/"), alice.out());
    }

    @ParameterizedTest(name = "{0} is told as {1}")
    @CsvSource({"reject 486, busy", "reject, declined", "reject 404, not_found", "answer 488, incompatible"})
    void a_call_that_is_turned_away_tells_why(String how, String outcome) {
        CompletableFuture<Run> bob = start(sip("bob"), "wait online", "wait incoming", how);
        sandbox.sip().awaitRegistration("bob", Duration.ofSeconds(20));

        Run alice = start(sip("alice"), "call bob@example.com", "wait ended:" + outcome)
                .join();

        assertEquals(0, alice.status(), alice.out());
        assertEquals(0, bob.join().status(), bob.join().out());
    }

    @Test
    void a_call_to_nobody_fails_the_wait_for_its_answer_at_once() {
        Run alice = start(sip("alice"), "call nobody@example.com", "wait connected 60")
                .join();

        assertEquals(1, alice.status(), alice.out());
        assertTrue(
                alice.out().contains("It will not come: the call with sip:nobody@example.com is over: not found (404"),
                alice.out());
    }

    @Test
    void people_are_explained_and_calls_are_ruled() {
        List<String> both = sip("alice");
        both.addAll(xmpp("alice"));
        both.subList(both.size() - 2, both.size()).clear(); // --trust is there already

        Run run = start(
                        both,
                        "wait online:sip",
                        "wait online:xmpp",
                        "add carol@example.com Carol Example",
                        "watch sip:bob@example.com",
                        "find exam",
                        "link carol@example.com sip:bob@example.com",
                        "who carol@example.com",
                        "split sip:bob@example.com",
                        "call sip:nobody@example.com",
                        "wait ended",
                        "waiting off",
                        "dnd unreachable",
                        "forward busy sip:carol@example.com",
                        "forward always tel:+4930123456",
                        "rules",
                        "forward off",
                        "block sip:bob@example.com",
                        "unblock sip:bob@example.com")
                .join();

        assertEquals(0, run.status(), run.out());
        for (String told : List.of(
                "Carol Example",
                "one person: ",
                "a call goes by SIP to sip:bob@example.com",
                "sip:nobody@example.com",
                "call waiting off; not to be disturbed: unreachable; always to tel:+4930123456;"
                        + " when busy to sip:carol@example.com")) {
            assertTrue(run.out().contains(told), () -> told + " is not in\n" + run.out());
        }
    }

    @Test
    void one_half_can_be_stopped_and_started_while_the_other_stays() {
        List<String> both = sip("alice");
        both.addAll(xmpp("alice"));
        both.subList(both.size() - 2, both.size()).clear(); // --trust is there already

        Run run = start(
                        both,
                        "wait online:sip",
                        "wait online:xmpp",
                        "disconnect sip",
                        "wait offline:sip",
                        "status",
                        "connect sip",
                        "wait online:sip",
                        "disconnect xmpp",
                        "wait offline:xmpp",
                        "status")
                .join();

        assertEquals(0, run.status(), run.out());
        assertTrue(run.out().contains("SIP  offline"), run.out());
        assertTrue(run.out().contains("XMPP  offline"), run.out());
    }

    private static List<String> sip(String name) {
        return new ArrayList<>(List.of(
                "--sip",
                name + "@example.com",
                "--sip-password",
                "secret",
                "--sip-server",
                "127.0.0.1:" + sandbox.sip().tlsPort() + ";transport=tls",
                "--codec",
                "PCMU",
                "--trust",
                ca.toString()));
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
        List<String> rest = new ArrayList<>(List.of(commands));
        while (rest.get(0).startsWith("--")) {
            String option = rest.remove(0);
            words.add(option);
            if (VALUED.contains(option)) {
                words.add(rest.remove(0));
            }
        }
        for (String command : rest) {
            words.addAll(List.of(command, "--then"));
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

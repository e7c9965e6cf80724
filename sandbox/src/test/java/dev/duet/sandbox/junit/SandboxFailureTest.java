package dev.duet.sandbox.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What users see of tests that fail. The failing tests are run by JUnit within a test. */
class SandboxFailureTest {

    private static final String HERE = "duet.sandbox.failing";

    private record Run(Events tests, String output) {}

    private static Run run(Class<?> failing, String method) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setProperty(HERE, "true");
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            MethodSelector which = Arrays.stream(failing.getDeclaredMethods())
                    .filter(m -> m.getName().equals(method))
                    .map(m -> selectMethod(failing, m))
                    .findFirst()
                    .orElseThrow();
            EngineExecutionResults results =
                    EngineTestKit.engine("junit-jupiter").selectors(which).execute();
            return new Run(results.testEvents(), bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
            System.clearProperty(HERE);
        }
    }

    @Test
    void what_the_servers_saw_is_printed_when_a_test_fails() {
        Run run = run(FailingCase.class, "fails_after_a_message");
        run.tests().assertStatistics(s -> s.started(1).failed(1));
        assertTrue(run.output().contains("OPTIONS sip:example.com SIP/2.0"), run.output());
        assertTrue(run.output().contains("FailingCase > fails_after_a_message"), run.output());
        assertFalse(run.output().contains("alice-secret"), run.output());
    }

    @Test
    void nothing_is_printed_when_a_test_passes() {
        Run run = run(FailingCase.class, "passes_after_a_message");
        run.tests().assertStatistics(s -> s.started(1).succeeded(1));
        assertEquals("", run.output());
    }

    @Test
    void a_strict_test_fails_when_a_client_breaks_a_rule() {
        Run run = run(StrictCase.class, "breaks_a_rule");
        run.tests().assertThatEvents().haveExactly(1, finishedWithFailure(message(m -> m.contains("Max-Forwards"))));
        run(StrictCase.class, "breaks_none").tests().assertStatistics(s -> s.started(1)
                .succeeded(1));
    }

    @Test
    void somebody_unknown_is_explained() {
        Run run = run(FailingCase.class, "asks_for_somebody_unknown");
        run.tests()
                .assertThatEvents()
                .haveExactly(1, finishedWithFailure(message(m -> m.contains("There is no carol among [alice]"))));
    }

    @Test
    void no_thread_is_left_after_the_class() {
        run(FailingCase.class, "fails_after_a_message");
        List<String> left = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(n -> n.startsWith("duet-sandbox"))
                .toList();
        assertEquals(List.of(), left);
    }

    private static void tell(DuetSandbox sandbox, String moreHeaders) throws Exception {
        String request = "OPTIONS sip:example.com SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKtest;rport\r\n" + moreHeaders
                + "From: <sip:tester@example.com>;tag=1\r\nTo: <sip:example.com>\r\nCall-ID: 1@127.0.0.1\r\n"
                + "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setSoTimeout(10_000);
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            socket.send(new DatagramPacket(
                    bytes, bytes.length, loopback, sandbox.sip().udpPort()));
            socket.receive(new DatagramPacket(new byte[1500], 1500));
        }
    }

    @Sandbox(users = "alice")
    @EnabledIfSystemProperty(named = HERE, matches = "true", disabledReason = "Fails on purpose")
    static class FailingCase {
        @Test
        void fails_after_a_message(DuetSandbox sandbox) throws Exception {
            tell(sandbox, "Max-Forwards: 70\r\n");
            fail("on purpose");
        }

        @Test
        void passes_after_a_message(DuetSandbox sandbox) throws Exception {
            tell(sandbox, "Max-Forwards: 70\r\n");
        }

        @Test
        void asks_for_somebody_unknown(SandboxUser carol) {
            fail("There is a " + carol);
        }
    }

    @Sandbox(strict = true)
    @EnabledIfSystemProperty(named = HERE, matches = "true", disabledReason = "Fails on purpose")
    static class StrictCase {
        @Test
        void breaks_a_rule(DuetSandbox sandbox) throws Exception {
            tell(sandbox, "");
        }

        @Test
        void breaks_none(DuetSandbox sandbox) throws Exception {
            tell(sandbox, "Max-Forwards: 70\r\n");
        }
    }
}

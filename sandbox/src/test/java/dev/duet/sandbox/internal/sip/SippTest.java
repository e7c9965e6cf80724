package dev.duet.sandbox.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duet.sandbox.FreePorts;
import dev.duet.sandbox.SipExchange;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.SipServerConfigBuilder;
import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIPp as somebody else's caller and callee; skipped where it is not installed. */
final class SippTest extends SipServerTestBase {

    private static final int CALLS = 30;

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();
    private final FreePorts ports = new FreePorts();

    @Override
    SipServerConfigBuilder configure(SipServerConfigBuilder builder) {
        return builder.algorithms(SipServer.Algorithm.MD5);
    }

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest(name = "caller by {0}, callee by {1}")
    @CsvSource({"UDP,UDP", "TCP,UDP"})
    void calls_of_sipp_go_through_without_a_breach(String caller, String callee) throws Exception {
        Path sipp = find("sipp");
        int port = ports.next();
        sipp(sipp, "-sf", scenario("callee"), "-i", "127.0.0.1", "-p", Integer.toString(port), "-nostdin");
        registerBobAt(port);
        int serverPort = caller.equals("UDP") ? server.udpPort() : server.tcpPort();
        Process calls = sipp(
                sipp,
                "-sf",
                scenario("caller"),
                "-t",
                caller.equals("UDP") ? "u1" : "t1",
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(ports.next()),
                "-m",
                Integer.toString(CALLS),
                "-r",
                "20",
                "-auth_uri",
                "bob@example.com",
                "-nostdin",
                "-timeout",
                "60",
                "127.0.0.1:" + serverPort);
        assertTrue(calls.waitFor(90, TimeUnit.SECONDS), "SIPp has not come to an end");
        assertEquals(0, calls.exitValue(), this::story);
        assertEquals(CALLS, received("BYE ", caller));
        assertEquals(CALLS, received("ACK sip:bob@127", caller));
        assertNoViolations();
    }

    private long received(String start, String transport) {
        return server.exchange().stream()
                .filter(m -> m.direction() == SipExchange.Direction.RECEIVED
                        && m.transport().equals(transport)
                        && m.text().startsWith(start))
                .map(m -> m.text().replaceAll("(?s).*branch=([^;\r]*).*", "$1"))
                .distinct()
                .count();
    }

    private String story() {
        StringBuilder story = new StringBuilder();
        server.exchange().stream().limit(30).forEach(m -> story.append(m.text()).append('\n'));
        try (Stream<Path> logs = Files.list(directory)) {
            for (Path log :
                    logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                story.append(Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return story.toString();
    }

    private void registerBobAt(int port) {
        Phone bob = phone("bob", "builder", "UDP");
        SipRequest register = bob.register(300);
        Headers headers = register.headers().with("Contact", "<sip:bob@127.0.0.1:" + port + ">");
        assertEquals(200, bob.exchange(register.withHeaders(headers)).status());
    }

    private Process sipp(Path program, String... arguments) throws IOException {
        // its usual port for media may be another SIPp's
        List<String> command = new ArrayList<>(List.of(program.toString(), "-mp", Integer.toString(ports.next())));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(directory, "sipp", ".log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static String scenario(String name) throws URISyntaxException {
        return Path.of(SippTest.class.getResource("/sipp/" + name + ".xml").toURI())
                .toString();
    }

    private static Path find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        Path found = Arrays.stream(path.split(File.pathSeparator))
                .map(dir -> Path.of(dir, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, program + " is not installed");
        return found;
    }
}

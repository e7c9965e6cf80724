package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.LinkState;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.Users;
import dev.duet.spi.Link;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java runtime need not have the module that has SCTP, as where one was made for an application by jlink. */
class SctpModuleTest {

    @TempDir
    Path folder;

    @Test
    void aRuntimeWithoutTheModuleSaysSoAndHasTheOtherTransports() throws Exception {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.se,jdk.unsupported",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Phone.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertTrue(process.waitFor(90, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(out, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), said);
        assertTrue(
                said.contains("SCTP: UNSUPPORTED This system has no SCTP (RFC 4168): "
                        + "the Java runtime is without its module jdk.sctp"),
                said);
        assertTrue(said.contains("TCP: ONLINE"), said);
    }

    /** Signs in by both. */
    static final class Phone {

        private Phone() {}

        public static void main(String[] arguments) {
            Users users = new Users("example.com");
            users.add("alice", "secret");
            try (SipServer server =
                            SipServer.start(SipServer.Config.builder(users).build());
                    TestRuntime runtime = new TestRuntime()) {
                Recorder sctp = signIn(runtime, server, Transport.SCTP);
                var failure = sctp.awaitState(LinkState.Failed.class).failure();
                System.out.println("SCTP: " + failure.kind() + " " + failure.message());
                Recorder tcp = signIn(runtime, server, Transport.TCP);
                System.out.println(
                        "TCP: " + tcp.awaitState(LinkState.Online.class).phase());
            }
        }

        private static Recorder signIn(TestRuntime runtime, SipServer server, Transport transport) {
            Recorder recorder = new Recorder();
            Link link = runtime.link(
                    TestRuntime.config(
                            "alice", "secret", "example.com", half -> half.server("127.0.0.1", server.tcpPort())
                                    .transport(transport)),
                    recorder);
            runtime.run(link::connect);
            return recorder;
        }
    }
}

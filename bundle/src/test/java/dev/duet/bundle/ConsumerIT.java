package dev.duet.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.DuetSandbox;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what a project of its own built with the one dependency: README's ten lines, as they stand. */
class ConsumerIT {

    private static final Path BUILT = Path.of("target/it/consumer/target");

    @Test
    void tenLinesMakeTwoPeopleTalk(@TempDir Path folder) throws IOException, InterruptedException {
        try (DuetSandbox sandbox = DuetSandbox.builder().domain("example.com").build()) {
            sandbox.addUser("alice", "secret");
            sandbox.addUser("bob", "secret");
            Path trust = sandbox.authority().writeTrustStore(folder, "changeit".toCharArray());
            Path output = folder.resolve("output");
            Process program = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Ddns.server=127.0.0.1:" + sandbox.dns().port(),
                            "-Djavax.net.ssl.trustStore=" + trust,
                            "-Djavax.net.ssl.trustStorePassword=changeit",
                            "-cp",
                            BUILT.resolve("classes") + File.pathSeparator + BUILT.resolve("lib") + "/*",
                            "hello.TenLines"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = program.waitFor(60, TimeUnit.SECONDS);
            program.destroyForcibly();
            String told = Files.readString(output);
            assertTrue(ended, () -> "Did not end:\n" + told + sandbox.log());
            assertEquals(0, program.exitValue(), () -> told + sandbox.log());
            assertTrue(told.contains("Ringing you"), () -> told + sandbox.log());
            assertTrue(told.contains("SIP comes first"), () -> told + sandbox.log());
            assertEquals(List.of(), sandbox.violations());
        }
    }
}

package dev.duet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, run as a user runs it. */
@Tag("runnable-jar")
final class RunnableJarTest {

    private final Path jar = Path.of(System.getProperty("duet.examples.jar"));

    @Test
    void lists_the_examples() throws Exception {
        Run run = run();

        assertEquals(0, run.status(), run.out());
        assertTrue(run.out().contains("  phone    A softphone"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void tells_its_version() throws Exception {
        Run run = run("--version");

        assertTrue(run.out().matches("duet-examples \\d+\\.\\d+\\.\\d+\\S*\\R"), run.out());
    }

    @Test
    void says_without_an_account_what_is_missing() throws Exception {
        Run run = run("phone", "status");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("Give --xmpp JID, --sip URI, or both."), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.duet.spi.ProtocolStack$Provider", "dev.duet.spi.MediaEngine$Provider"})
    void has_the_providers_of_all_modules(String service) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            assertTrue(file.getEntry("META-INF/services/" + service) != null, service);
        }
    }

    @Test
    void has_no_signature_and_no_module_of_another_jar() throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                Stream<String> names = file.stream().map(entry -> entry.getName())) {
            List<String> unfit = names.filter(
                            name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)|.*module-info\\.class"))
                    .toList();
            Attributes manifest = file.getManifest().getMainAttributes();

            assertEquals(List.of(), unfit);
            assertEquals("ALL-UNNAMED", manifest.getValue("Enable-Native-Access"));
            assertEquals("true", manifest.getValue("Multi-Release"));
        }
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        String[] err = {""};
        Thread errors = new Thread(() -> err[0] = read(process.getErrorStream()));
        errors.start();
        String out = read(process.getInputStream());
        errors.join();
        return new Run(process.waitFor(), out, err[0]);
    }

    private static String read(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Run(int status, String out, String err) {}
}

package dev.duet.examples.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.duet.model.AccountConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The public API of each module is a file under version control, {@code api.txt} in the module's folder, so that a
 * changed signature is a visible difference. {@code -Dduet.api.update=true} writes the files anew.
 */
final class PublicApiTest {

    private static final JavaClasses DUET = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.duet");

    private static final List<String> LEAVES = List.of("sip", "xmpp", "media", "numbers", "sandbox");

    @ParameterizedTest(name = "of {0} is what its api.txt says")
    @ValueSource(strings = {"core", "sip", "xmpp", "media", "numbers", "sandbox"})
    void the_public_api(String module) throws IOException {
        Path file = Path.of("..", module, "api.txt");
        String now = render(module);
        if (Boolean.getBoolean("duet.api.update")) {
            Files.writeString(file, now);
            return;
        }
        String agreed = Files.exists(file) ? Files.readString(file) : "";
        if (!agreed.equals(now)) {
            fail("The public API of " + module + " is not what " + module + "/api.txt says:\n"
                    + LineDiff.of(agreed, now)
                    + "If that is meant, write the file anew and commit it with the change:\n"
                    + "    mvn -pl examples -am test -Dtest=PublicApiTest -Dduet.api.update=true"
                    + " -Dsurefire.failIfNoSpecifiedTests=false\n");
        }
    }

    @Test
    void core_exports_what_is_not_internal() throws IOException {
        try (InputStream in = coreModuleInfo()) {
            Set<String> exported = ModuleDescriptor.read(in).exports().stream()
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> shown =
                    exported("core").map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(shown, exported);
        }
    }

    @Test
    void the_text_tells_nullness_generics_records_and_sealed_types() {
        String text = render("core");

        assertTrue(text.contains("record dev.duet.model.Endpoint(String host, int port)\n"), text);
        assertTrue(text.contains("@Nullable SipConfig sip"), text);
        assertTrue(text.contains("sealed interface dev.duet.model.LinkConfig permits "), text);
        assertTrue(
                text.contains(
                        "    <E extends DuetEvent> Subscription" + " on(Class<E> type, Consumer<? super E> handler)\n"),
                text);
    }

    private static InputStream coreModuleInfo() throws IOException {
        // Through the class's own place: other jars on the class path have module descriptors, too.
        Path place = Path.of(URI.create(AccountConfig.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        if (Files.isDirectory(place)) {
            return Files.newInputStream(place.resolve("module-info.class"));
        }
        try (JarFile jar = new JarFile(place.toFile())) {
            byte[] bytes = jar.getInputStream(jar.getEntry("module-info.class")).readAllBytes();
            return new ByteArrayInputStream(bytes);
        }
    }

    private static String render(String module) {
        return exported(module)
                .sorted(Comparator.comparing(JavaClass::getName))
                .map(type -> ApiText.of(type.reflect()))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<JavaClass> exported(String module) {
        return DUET.stream()
                .filter(PublicSignatures.EXPORTED)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> moduleOf(type).equals(module));
    }

    private static String moduleOf(JavaClass type) {
        return LEAVES.stream()
                .filter(leaf -> (type.getPackageName() + ".").startsWith("dev.duet." + leaf + "."))
                .findFirst()
                .orElse("core");
    }
}

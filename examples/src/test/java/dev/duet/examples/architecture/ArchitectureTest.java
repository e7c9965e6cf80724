package dev.duet.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.net.URI;

/** The star of modules, the layers of core, and which library may be seen where. */
@AnalyzeClasses(packages = "dev.duet", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String SIP = "dev.duet.sip..";
    private static final String XMPP = "dev.duet.xmpp..";
    private static final String MEDIA = "dev.duet.media..";
    private static final String NUMBERS = "dev.duet.numbers..";
    private static final String SANDBOX = "dev.duet.sandbox..";
    private static final String EXAMPLES = "dev.duet.examples..";

    /** Programs that are a library and nothing else: what Duet is measured against. */
    private static final String YARDSTICK = "dev.duet.examples.bench.yardstick..";

    private static final DescribedPredicate<JavaClass> CORE = resideInAPackage("dev.duet..")
            .and(not(resideInAnyPackage(SIP, XMPP, MEDIA, NUMBERS, SANDBOX, EXAMPLES)))
            .as("core");

    private static final DescribedPredicate<JavaClass> DUET =
            resideInAPackage("dev.duet..").as("Duet");

    // ---- The star ----

    @ArchTest
    static final ArchRule core_uses_no_other_module = noClasses()
            .that(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SIP, XMPP, MEDIA, NUMBERS, SANDBOX, EXAMPLES);

    @ArchTest
    static final ArchRule sip_uses_core_alone = noClasses()
            .that()
            .resideInAPackage(SIP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(XMPP, MEDIA, NUMBERS, SANDBOX, EXAMPLES);

    @ArchTest
    static final ArchRule xmpp_uses_core_alone = noClasses()
            .that()
            .resideInAPackage(XMPP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SIP, MEDIA, NUMBERS, SANDBOX, EXAMPLES);

    @ArchTest
    static final ArchRule media_uses_core_alone = noClasses()
            .that()
            .resideInAPackage(MEDIA)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SIP, XMPP, NUMBERS, SANDBOX, EXAMPLES);

    @ArchTest
    static final ArchRule numbers_uses_core_alone = noClasses()
            .that()
            .resideInAPackage(NUMBERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SIP, XMPP, MEDIA, SANDBOX, EXAMPLES);

    @ArchTest
    static final ArchRule sandbox_uses_no_module_of_duet = noClasses()
            .that()
            .resideInAPackage(SANDBOX)
            .should()
            .dependOnClassesThat(DUET.and(not(resideInAPackage(SANDBOX))).as("belong to another module of Duet"));

    @ArchTest
    static final ArchRule leaves_see_the_seam_alone = noClasses()
            .that()
            .resideInAnyPackage(SIP, XMPP, MEDIA, NUMBERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.duet", "dev.duet.internal..", "dev.duet.api..");

    @ArchTest
    static final ArchRule examples_use_what_is_exported = noClasses()
            .that()
            .resideInAPackage(EXAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.duet.internal..", "dev.duet.*.internal..");

    // ---- The layers of core ----

    @ArchTest
    static final ArchRule core_is_layered = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("dev.duet.model..")
            .layer("audio")
            .definedBy("dev.duet.audio..")
            .layer("spi")
            .definedBy("dev.duet.spi..")
            .layer("api")
            .definedBy("dev.duet.api..")
            .layer("internal")
            .definedBy("dev.duet.internal..")
            .layer("entry")
            .definedBy("dev.duet")
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("audio")
            .mayOnlyAccessLayers("model")
            .whereLayer("spi")
            .mayOnlyAccessLayers("model", "audio")
            .whereLayer("api")
            .mayOnlyAccessLayers("model", "audio", "spi")
            .whereLayer("internal")
            .mayOnlyAccessLayers("model", "audio", "spi", "api");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().assignedFrom(byPackage()).should().beFreeOfCycles();

    // ---- Which library is seen where ----

    @ArchTest
    static final ArchRule core_needs_the_jdk_slf4j_and_jspecify_alone = classes()
            .that(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "java.lang..",
                            "java.util..",
                            "java.time..",
                            "java.io..",
                            "java.nio..",
                            "java.net..",
                            "java.math..",
                            "java.text..",
                            "java.security..",
                            "javax.net..",
                            "javax.security..",
                            "java.sql..",
                            "javax.sql..",
                            "org.slf4j..",
                            "org.jspecify..")
                    .or(DUET)
                    .or(primitive()));

    @ArchTest
    static final ArchRule jain_sip_is_seen_in_sip_internal_alone =
            onlyIn("dev.duet.sip.internal..", "javax.sip..", "gov.nist..");

    @ArchTest
    static final ArchRule smack_is_seen_in_xmpp_internal_alone =
            onlyIn("dev.duet.xmpp.internal..", "org.jivesoftware..", "org.jxmpp..", "org.minidns..");

    @ArchTest
    static final ArchRule ice4j_and_opus_are_seen_in_media_internal_alone =
            onlyIn("dev.duet.media.internal..", "org.ice4j..", "org.jitsi..", "io.github.jaredmdobson..");

    @ArchTest
    static final ArchRule libphonenumber_is_seen_in_numbers_internal_alone =
            onlyIn("dev.duet.numbers.internal..", "com.google.i18n.phonenumbers..");

    @ArchTest
    static final ArchRule sound_devices_are_seen_in_media_alone = onlyIn(MEDIA, "javax.sound..");

    @ArchTest
    static final ArchRule databases_are_seen_by_the_stores_alone = noClasses()
            .that(CORE.and(not(resideInAPackage("dev.duet.jdbc.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule stores_see_what_they_keep_alone = classes()
            .that()
            .resideInAPackage("dev.duet.jdbc..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("dev.duet.jdbc..", "dev.duet.model..", "dev.duet.spi")
                    .or(not(DUET)));

    @ArchTest
    static final ArchRule h2_is_seen_in_examples_alone = onlyIn(EXAMPLES, "org.h2..");

    @ArchTest
    static final ArchRule command_line_libraries_are_seen_in_examples_alone =
            onlyIn(EXAMPLES, "picocli..", "org.jline..", "ch.qos.logback..", "org.slf4j.bridge..", "javax.swing..");

    // ---- Pure packages ----

    @ArchTest
    static final ArchRule pure_packages_have_no_thread_and_no_socket = noClasses()
            .that(PurePackages.PURE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net..")
                    .and(not(equivalentTo(URI.class))) // a value
                    .or(PurePackages.THREADS));

    @ArchTest
    static final ArchRule pure_packages_have_no_clock =
            noClasses().that(PurePackages.PURE).should().callMethodWhere(PurePackages.READS_THE_CLOCK);

    // ---- Public signatures ----

    @ArchTest
    static final ArchRule public_signatures_show_no_internals_and_no_third_party_types =
            classes().that(PublicSignatures.EXPORTED).should(PublicSignatures.SHOW_ONLY_WHAT_USERS_HAVE);

    private ArchitectureTest() {}

    private static ArchRule onlyIn(String home, String... libraries) {
        return noClasses()
                .that(DUET.and(not(resideInAnyPackage(home, YARDSTICK))).as("are outside of " + home))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static DescribedPredicate<JavaClass> primitive() {
        return DescribedPredicate.describe(
                "primitive", type -> type.getBaseComponentType().isPrimitive());
    }

    /** A leaf's exported package is its front and its vocabulary at once: it and its internals know each other. */
    private static SliceAssignment byPackage() {
        DescribedPredicate<JavaClass> front =
                PublicSignatures.EXPORTED_PACKAGE.and(resideInAnyPackage(SIP, XMPP, MEDIA, NUMBERS, SANDBOX));
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return front.test(type) ? SliceIdentifier.ignore() : SliceIdentifier.of(type.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }
}

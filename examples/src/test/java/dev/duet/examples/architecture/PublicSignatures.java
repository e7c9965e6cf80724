package dev.duet.examples.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What an application sees of the types that it may use. */
final class PublicSignatures {

    /** Types of the packages that are not internal. */
    static final DescribedPredicate<JavaClass> EXPORTED_PACKAGE = DescribedPredicate.describe(
            "are in an exported package",
            type -> type.getPackageName().startsWith("dev.duet")
                    && !isInternal(type)
                    && !type.getPackageName().startsWith("dev.duet.examples"));

    /** Types that an application can name. */
    static final DescribedPredicate<JavaClass> EXPORTED =
            EXPORTED_PACKAGE.and(DescribedPredicate.describe("are visible", PublicSignatures::isVisible));

    static final ArchCondition<JavaClass> SHOW_ONLY_WHAT_USERS_HAVE =
            new ArchCondition<>("show only types of the JDK and of exported packages") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    foreignTypes(type)
                            .forEach(foreign -> events.add(
                                    SimpleConditionEvent.violated(type, type.getName() + " shows " + foreign)));
                }
            };

    private PublicSignatures() {}

    /** True when code outside of the package can name the type. */
    static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && !type.isAnonymousClass()
                && !type.isLocalClass()
                && type.getEnclosingClass().map(PublicSignatures::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isInternal(JavaClass type) {
        return (type.getPackageName() + ".").contains(".internal.");
    }

    private static Set<String> foreignTypes(JavaClass type) {
        Set<String> foreign = new TreeSet<>();
        Stream<JavaType> supertypes = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        supertypes.forEach(shown -> collect(type, shown, "its supertype ", foreign));
        for (JavaField field : type.getFields()) {
            if (isVisible(field.getModifiers())) {
                collect(type, field.getType(), "in field " + field.getName() + " ", foreign);
            }
        }
        for (JavaCodeUnit unit : type.getCodeUnits()) {
            if (isVisible(unit.getModifiers()) && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                signature(unit).forEach(shown -> collect(type, shown, where(unit), foreign));
            }
        }
        return foreign;
    }

    private static String where(JavaMember member) {
        return "in method " + member.getName() + " ";
    }

    private static Stream<? extends JavaType> signature(JavaCodeUnit unit) {
        return Stream.of(
                        Stream.of(unit.getReturnType()),
                        unit.getParameterTypes().stream(),
                        unit.getExceptionTypes().stream())
                .flatMap(types -> types);
    }

    private static void collect(JavaClass user, JavaType shown, String where, Set<String> foreign) {
        for (JavaClass raw : shown.getAllInvolvedRawTypes()) {
            JavaClass type = raw.getBaseComponentType();
            if (!type.isPrimitive() && !isAllowed(user, type)) {
                foreign.add(where + type.getName());
            }
        }
    }

    private static boolean isAllowed(JavaClass user, JavaClass type) {
        String name = type.getPackageName();
        if (name.startsWith("dev.duet")) {
            return !isInternal(type);
        }
        // The sandbox's JUnit extension is one by being of JUnit's types.
        boolean junit =
                user.getPackageName().startsWith("dev.duet.sandbox.junit") && name.startsWith("org.junit.jupiter");
        return junit
                || name.startsWith("java.")
                || name.startsWith("javax.sql")
                || name.startsWith("javax.net.")
                || name.startsWith("javax.security.");
    }
}

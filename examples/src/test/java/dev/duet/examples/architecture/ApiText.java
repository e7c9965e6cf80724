package dev.duet.examples.architecture;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a type promises to its users, as lines that stay the same as long as the promise does. */
final class ApiText {

    private static final Set<String> OF_EVERY_VALUE = Set.of("equals", "hashCode", "toString");

    private final Class<?> type;

    private ApiText(Class<?> type) {
        this.type = type;
    }

    /** The declaration of the type, then its members in order, indented. */
    static String of(Class<?> type) {
        ApiText text = new ApiText(type);
        return Stream.concat(Stream.of(text.declaration()), text.members().map(member -> "    " + member))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String declaration() {
        StringBuilder line = new StringBuilder();
        if (type.isAnnotationPresent(FunctionalInterface.class)) {
            line.append("@FunctionalInterface ");
        }
        if (type.isAnnotationPresent(Deprecated.class)) {
            line.append("@Deprecated ");
        }
        line.append(modifiers()).append(kind()).append(type.getCanonicalName());
        line.append(TypeText.parameters(type.getTypeParameters()));
        if (type.isRecord()) {
            line.append(Arrays.stream(type.getRecordComponents())
                    .map(ApiText::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        superclass().ifPresent(parent -> line.append(" extends ").append(parent));
        AnnotatedType[] interfaces = type.getAnnotatedInterfaces();
        if (interfaces.length > 0 && !type.isAnnotation()) {
            line.append(type.isInterface() ? " extends " : " implements ").append(TypeText.list(interfaces));
        }
        if (type.isSealed()) {
            // The compiler puts them in an order that is not always the same.
            line.append(" permits ")
                    .append(Arrays.stream(type.getPermittedSubclasses())
                            .map(TypeText::of)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        return line.toString();
    }

    private String modifiers() {
        int given = type.getModifiers();
        String shown = Modifier.isProtected(given) ? "protected " : "";
        if (type.isSealed()) {
            return shown + "sealed ";
        }
        if (type.isInterface() || type.isRecord() || type.isEnum()) {
            return shown;
        }
        return shown + (Modifier.isAbstract(given) ? "abstract " : Modifier.isFinal(given) ? "final " : "");
    }

    private String kind() {
        if (type.isAnnotation()) {
            return "@interface ";
        }
        return type.isInterface() ? "interface " : type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ";
    }

    private Optional<String> superclass() {
        AnnotatedType parent = type.getAnnotatedSuperclass();
        boolean implied = parent == null || type.isEnum() || type.isRecord() || parent.getType() == Object.class;
        return implied ? Optional.empty() : Optional.of(TypeText.of(parent));
    }

    private Stream<String> members() {
        List<String> constants = new ArrayList<>();
        if (type.isEnum()) {
            Arrays.stream(type.getEnumConstants()).forEach(constant -> constants.add(((Enum<?>) constant).name()));
        }
        Stream<String> fields = Arrays.stream(type.getDeclaredFields())
                .filter(this::isShown)
                .sorted(Comparator.comparing(Field::getName))
                .map(ApiText::field);
        Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors())
                .filter(this::isShown)
                .map(this::constructor)
                .sorted();
        Stream<String> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(this::isShown)
                .sorted(Comparator.comparing(Method::getName).thenComparing(this::method))
                .map(this::method);
        Stream<String> rest = Stream.of(fields, constructors, methods).flatMap(lines -> lines);
        return Stream.concat(constants.stream(), rest);
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private boolean isShown(Field field) {
        return isVisible(field.getModifiers())
                && !field.isSynthetic()
                && !field.isEnumConstant()
                && !field.getName().equals("serialVersionUID");
    }

    private boolean isShown(Constructor<?> constructor) {
        boolean canonical = type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
        return isVisible(constructor.getModifiers()) && !constructor.isSynthetic() && !canonical;
    }

    private boolean isShown(Method method) {
        boolean accessor = type.isRecord()
                && Arrays.stream(type.getRecordComponents()).anyMatch(part -> method.equals(part.getAccessor()));
        boolean ofEveryEnum = type.isEnum()
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
        return isVisible(method.getModifiers())
                && !method.isSynthetic()
                && !OF_EVERY_VALUE.contains(method.getName())
                && !accessor
                && !ofEveryEnum;
    }

    private static String component(RecordComponent part) {
        return TypeText.of(part.getAnnotatedType()) + " " + part.getName();
    }

    private static String field(Field field) {
        return prefix(field.getModifiers() & ~Modifier.FINAL)
                + (Modifier.isFinal(field.getModifiers()) ? "final " : "")
                + TypeText.of(field.getAnnotatedType()) + " " + field.getName();
    }

    private String constructor(Constructor<?> constructor) {
        return prefix(constructor.getModifiers()) + type.getSimpleName() + parameters(constructor);
    }

    private String method(Method method) {
        String bare = method.isDefault()
                ? "default "
                : prefix(method.getModifiers()) + (type.isInterface() ? "" : inheritance(method.getModifiers()));
        String generic = TypeText.parameters(method.getTypeParameters());
        return (method.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "")
                + bare
                + (generic.isEmpty() ? "" : generic + " ")
                + TypeText.of(method.getAnnotatedReturnType()) + " " + method.getName() + parameters(method);
    }

    private String inheritance(int modifiers) {
        boolean finalType = Modifier.isFinal(type.getModifiers());
        return Modifier.isAbstract(modifiers) ? "abstract " : Modifier.isFinal(modifiers) && !finalType ? "final " : "";
    }

    private static String prefix(int modifiers) {
        return (Modifier.isProtected(modifiers) ? "protected " : "") + (Modifier.isStatic(modifiers) ? "static " : "");
    }

    private static String parameters(Executable unit) {
        AnnotatedType[] types = unit.getAnnotatedParameterTypes();
        Parameter[] parameters = unit.getParameters();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < parameters.length; i++) {
            String type = TypeText.of(types[i]);
            if (parameters[i].isVarArgs()) {
                type = type.substring(0, type.length() - "[]".length()) + "...";
            }
            shown.add(type + " " + parameters[i].getName());
        }
        AnnotatedType[] thrown = unit.getAnnotatedExceptionTypes();
        return "(" + String.join(", ", shown) + ")" + (thrown.length == 0 ? "" : " throws " + TypeText.list(thrown));
    }
}

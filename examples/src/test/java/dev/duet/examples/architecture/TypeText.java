package dev.duet.examples.architecture;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types as the API files write them: with their nullness, without the packages that are well-known or ours. */
final class TypeText {

    private static final Set<String> KNOWN =
            Set.of("java.lang", "java.util", "java.util.concurrent", "java.util.function", "java.time");

    private TypeText() {}

    static String of(AnnotatedType type) {
        if (type instanceof AnnotatedArrayType array) {
            return of(array.getAnnotatedGenericComponentType()) + mark(type) + "[]";
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            return mark(type) + raw(generic.getType()) + arguments(generic);
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return wildcard(wildcard);
        }
        return mark(type) + raw(type.getType());
    }

    static String of(Class<?> type) {
        if (type.isArray()) {
            return of(type.getComponentType()) + "[]";
        }
        String home = type.getPackageName();
        boolean known = KNOWN.contains(home) || home.startsWith("dev.duet");
        return known && !type.isPrimitive() ? type.getCanonicalName().substring(home.length() + 1) : type.getTypeName();
    }

    /** {@code <T extends X>}, or nothing. */
    static String parameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(variable -> variable.getName() + bounds(variable))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    static String list(AnnotatedType[] types) {
        return Arrays.stream(types).map(TypeText::of).collect(Collectors.joining(", "));
    }

    private static String bounds(TypeVariable<?> variable) {
        List<String> bounds = Arrays.stream(variable.getAnnotatedBounds())
                .map(TypeText::of)
                .filter(bound -> !bound.equals("Object"))
                .toList();
        return bounds.isEmpty() ? "" : " extends " + String.join(" & ", bounds);
    }

    private static String wildcard(AnnotatedWildcardType type) {
        if (type.getAnnotatedLowerBounds().length > 0) {
            return "? super " + list(type.getAnnotatedLowerBounds());
        }
        String upper = list(type.getAnnotatedUpperBounds());
        return upper.equals("Object") || upper.isEmpty() ? "?" : "? extends " + upper;
    }

    private static String arguments(AnnotatedParameterizedType type) {
        return "<" + list(type.getAnnotatedActualTypeArguments()) + ">";
    }

    private static String raw(Type type) {
        if (type instanceof Class<?> plain) {
            return of(plain);
        }
        if (type instanceof ParameterizedType generic) {
            return of((Class<?>) generic.getRawType());
        }
        return type.getTypeName();
    }

    private static String mark(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    }
}

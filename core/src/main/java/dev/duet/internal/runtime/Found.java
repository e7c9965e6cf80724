package dev.duet.internal.runtime;

import dev.duet.spi.MediaEngine;
import dev.duet.spi.NumberPlan;
import dev.duet.spi.ProtocolStack;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Stacks, media engine and number plan: those given, else those on the class path. */
final class Found {

    private Found() {}

    static List<ProtocolStack.Provider> stacks(List<ProtocolStack.Provider> given) {
        return given.isEmpty()
                ? ServiceLoader.load(ProtocolStack.Provider.class, Found.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList()
                : given;
    }

    static NumberPlan numbers(@Nullable NumberPlan given) {
        return given != null
                ? given
                : ServiceLoader.load(NumberPlan.class, Found.class.getClassLoader())
                        .findFirst()
                        .orElse(NumberPlan.NONE);
    }

    static MediaEngine.Provider media(MediaEngine.@Nullable Provider given) {
        return given != null
                ? given
                : ServiceLoader.load(MediaEngine.Provider.class, Found.class.getClassLoader())
                        .findFirst()
                        .orElseGet(() -> context -> new NoMedia());
    }
}

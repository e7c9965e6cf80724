package dev.duet.media.internal.transport;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** What ice4j needs once in a JVM. */
final class IceLibrary {

    /**
     * The names that ice4j and the library that reads its configuration log under. Held, since java.util.logging
     * forgets a logger, and its level, that nobody holds.
     */
    private static final List<Logger> LOGGERS = Stream.of("org.ice4j", "org.jitsi.config", "JitsiConfig")
            .map(Logger::getLogger)
            .toList();

    private IceLibrary() {}

    /**
     * Silences ice4j, unless the application set a level: at INFO it writes down passwords (when the role changes) and
     * several lines per call, at WARNING one per hostile packet. What matters is told as a {@code Failure}.
     */
    static void prepare() {
        LOGGERS.forEach(IceLibrary::quiet);
    }

    private static void quiet(Logger logger) {
        if (logger.getLevel() == null) {
            logger.setLevel(Level.SEVERE);
        }
    }
}

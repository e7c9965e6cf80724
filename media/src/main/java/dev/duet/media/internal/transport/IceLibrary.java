package dev.duet.media.internal.transport;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What ice4j needs once in a JVM. */
final class IceLibrary {

    /** Held, since java.util.logging forgets a logger, and its level, that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("org.ice4j");

    private static final Logger CONFIG_LOGGER = Logger.getLogger("JitsiConfig");

    private IceLibrary() {}

    /**
     * Silences ice4j, unless the application set a level: at INFO it writes down passwords (when the role changes) and
     * several lines per call, at WARNING one per hostile packet. What matters is told as a {@code Failure}.
     */
    static void prepare() {
        quiet(LOGGER);
        quiet(CONFIG_LOGGER);
    }

    private static void quiet(Logger logger) {
        if (logger.getLevel() == null) {
            logger.setLevel(Level.SEVERE);
        }
    }
}

package dev.duet.examples;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** How much the examples log: quiet unless asked, always to standard error. */
final class Logging {

    private Logging() {}

    /**
     * Sets the level and takes in what libraries log by {@code java.util.logging}.
     *
     * @param verbosity 0 for warnings of Duet alone, 1 for its steps, 2 for everything
     */
    static void level(int verbosity) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        logger("dev.duet").setLevel(verbosity == 0 ? Level.WARN : Level.DEBUG);
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(verbosity < 2 ? Level.OFF : Level.DEBUG);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}

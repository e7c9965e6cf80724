package dev.duet.media.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Notices what escapes while it is open: exceptions that end threads, and complaints in any log. */
public final class Escapes implements AutoCloseable {

    private static final String TICK = "duet-media-tick";
    private static final long MOST_KEPT_BYTES = 12_000_000;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final java.util.logging.Logger javaRoot = java.util.logging.Logger.getLogger("");
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                seen.add(event.toString());
            }
        }
    };
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue()) {
                seen.add(record.getLoggerName() + " " + record.getMessage());
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private final long heap = heap();

    /** Begins to look. */
    public Escapes() {
        appender.start();
        root.addAppender(appender);
        javaRoot.addHandler(handler);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> seen.add(thread + " " + thrown));
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Nothing escaped, and little was kept. */
    public void assertNone() {
        assertEquals(List.of(), seen);
        long kept = heap() - heap;
        assertTrue(kept < MOST_KEPT_BYTES, kept + " bytes were kept");
    }

    /** And the one thread of all calls is there. */
    public void assertTicking() {
        assertNone();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(TICK)));
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        javaRoot.removeHandler(handler);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}

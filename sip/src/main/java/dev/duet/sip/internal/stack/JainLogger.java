package dev.duet.sip.internal.stack;

import gov.nist.core.LogLevels;
import gov.nist.core.StackLogger;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JAIN-SIP's log in SLF4J, redacted, under its own name. What it calls an error is mostly somebody else's bad message,
 * so that goes to debug, the rest to trace. JAIN-SIP keeps one logger for all stacks of the JVM; this one has no state.
 */
public final class JainLogger implements StackLogger {

    private static final Logger LOG = LoggerFactory.getLogger("dev.duet.sip.jain");

    /** For JAIN-SIP, which makes it from its class name. */
    public JainLogger() {}

    @Override
    public boolean isLoggingEnabled() {
        return LOG.isDebugEnabled();
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return level <= LogLevels.TRACE_WARN ? LOG.isDebugEnabled() : LOG.isTraceEnabled();
    }

    @Override
    public void logError(String message) {
        debug(message, null);
    }

    @Override
    public void logError(String message, Exception cause) {
        debug(message, cause);
    }

    @Override
    public void logFatalError(String message) {
        debug(message, null);
    }

    @Override
    public void logException(Throwable cause) {
        debug("An exception in JAIN-SIP", cause);
    }

    @Override
    public void logWarning(String message) {
        debug(message, null);
    }

    @Override
    public void logInfo(String message) {
        trace(message);
    }

    @Override
    public void logDebug(String message) {
        trace(message);
    }

    @Override
    public void logDebug(String message, Exception cause) {
        trace(message);
    }

    @Override
    public void logTrace(String message) {
        trace(message);
    }

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String stamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }

    private static void debug(@Nullable String message, @Nullable Throwable cause) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(Redaction.redact(String.valueOf(message)), cause == null ? null : Redaction.redact(cause));
        }
    }

    private static void trace(@Nullable String message) {
        if (LOG.isTraceEnabled()) {
            LOG.trace(Redaction.redact(String.valueOf(message)));
        }
    }
}

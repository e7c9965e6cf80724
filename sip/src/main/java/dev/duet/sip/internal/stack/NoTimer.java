package dev.duet.sip.internal.stack;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;
import java.util.Properties;

/** Stands in while JAIN-SIP's constructor runs, which makes its timer from a class name; replaced right after. */
public final class NoTimer implements SipTimer {

    /** For JAIN-SIP. */
    public NoTimer() {}

    @Override
    public boolean schedule(SIPStackTimerTask task, long delay) {
        return false;
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
        return false;
    }

    @Override
    public void stop() {}

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        return false;
    }

    @Override
    public void start(SipStackImpl sipStack, Properties configuration) {}

    @Override
    public boolean isStarted() {
        return true;
    }
}

package dev.duet.sip.internal.stack;

import dev.duet.spi.Loop;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JAIN-SIP's timers on the loop: no thread of their own, and virtual time in tests. */
final class LoopTimer implements SipTimer {

    private static final Logger LOG = LoggerFactory.getLogger(LoopTimer.class);

    private final Loop loop;
    private final Set<Scheduled> waiting = new HashSet<>();
    private boolean stopped;

    LoopTimer(Loop loop) {
        this.loop = loop;
    }

    @Override
    public boolean schedule(SIPStackTimerTask task, long delay) {
        return start(new Scheduled(task, -1), delay);
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
        return start(new Scheduled(task, period), delay);
    }

    private boolean start(Scheduled scheduled, long delay) {
        if (stopped) {
            return false;
        }
        scheduled.task.setSipTimerTask(scheduled);
        scheduled.arm(delay);
        return true;
    }

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        if (!(task.getSipTimerTask() instanceof Scheduled scheduled)) {
            return false;
        }
        task.cleanUpBeforeCancel();
        task.setSipTimerTask(null);
        return scheduled.cancel();
    }

    @Override
    public void stop() {
        stopped = true;
        Set.copyOf(waiting).forEach(Scheduled::cancel);
    }

    @Override
    public void start(SipStackImpl sipStack, Properties configuration) {}

    @Override
    public boolean isStarted() {
        return !stopped;
    }

    private final class Scheduled {
        private final SIPStackTimerTask task;
        private final long period;
        private Loop.@Nullable Timer timer;

        Scheduled(SIPStackTimerTask task, long period) {
            this.task = task;
            this.period = period;
        }

        void arm(long delay) {
            waiting.add(this);
            timer = loop.schedule(Duration.ofMillis(Math.max(0, delay)), this::run);
        }

        void run() {
            waiting.remove(this);
            boolean again = period >= 0 && !stopped;
            if (again) {
                arm(period); // first, so that the task can cancel itself
            }
            try {
                task.runTask();
            } catch (RuntimeException e) {
                LOG.warn("A timer of a transaction failed", e);
            }
        }

        boolean cancel() {
            Loop.Timer running = timer;
            if (running != null) {
                running.cancel();
            }
            return waiting.remove(this);
        }
    }
}

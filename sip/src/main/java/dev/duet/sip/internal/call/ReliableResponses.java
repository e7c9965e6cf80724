package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.OptionTags;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Provisional responses to one INVITE that are sent until they are acknowledged, one after the other (RFC 3262 3), as
 * the one who is called. On the loop.
 */
final class ReliableResponses {

    private static final Duration T1 = Duration.ofMillis(500);
    private static final Duration LAST = T1.multipliedBy(64);
    private static final Pattern RACK = Pattern.compile("([0-9]{1,10})\\s+([0-9]{1,10})\\s+(\\S+)");

    private final Loop loop;
    private final IncomingRequest invite;
    private final Runnable unacknowledged;
    private final Deque<Response> waiting = new ArrayDeque<>();
    private long sequence = ThreadLocalRandom.current().nextLong(1, 1L << 31);
    private @Nullable Response open;
    private Loop.@Nullable Timer again;
    private Loop.@Nullable Timer last;
    private boolean stopped;

    /**
     * None sent yet.
     *
     * @param unacknowledged told when no acknowledgement came in 64 T1: the INVITE is to be refused then
     */
    ReliableResponses(Loop loop, IncomingRequest invite, Runnable unacknowledged) {
        this.loop = loop;
        this.invite = invite;
        this.unacknowledged = unacknowledged;
    }

    /** True when the caller wants every provisional response to be reliable (RFC 3262 3). */
    static boolean isRequiredBy(Request invite) {
        return OptionTags.contains(invite, "Require", EarlyDialogs.OPTION);
    }

    /** True when the caller understands them. */
    static boolean isSupportedBy(Request invite) {
        return isRequiredBy(invite) || OptionTags.contains(invite, "Supported", EarlyDialogs.OPTION);
    }

    /** Sends one, as soon as those before it are acknowledged. */
    void send(Response response) {
        if (stopped) {
            return;
        }
        response.addHeader(Sip.header("Require", EarlyDialogs.OPTION));
        waiting.add(response);
        next();
    }

    /** True while one with a description is not acknowledged: the INVITE must not be accepted before (RFC 3262 3). */
    boolean holdsBackAcceptance() {
        return open != null && Descriptions.isIn(open) || waiting.stream().anyMatch(Descriptions::isIn);
    }

    /**
     * Takes a PRACK; it is still to be answered.
     *
     * @return the response that it acknowledges; null when it is for none that waits
     */
    @Nullable
    Response take(Request prack) {
        Response acknowledged = open;
        if (acknowledged == null || !isFor(prack)) {
            return null;
        }
        stopTimers();
        open = null;
        next();
        return acknowledged;
    }

    /** True while one waits for its acknowledgement. */
    boolean isOpen() {
        return open != null;
    }

    /** The INVITE has its final response. */
    void stop() {
        stopped = true;
        waiting.clear();
        stopTimers();
    }

    private boolean isFor(Request prack) {
        String value = Sip.value(prack, "RAck");
        Matcher matcher = RACK.matcher(value == null ? "" : value);
        return matcher.matches()
                && Long.parseLong(matcher.group(1)) == sequence
                && Long.parseLong(matcher.group(2)) == Dialog.sequence(invite.request())
                && matcher.group(3).equals(Request.INVITE);
    }

    private void next() {
        Response response = stopped || open != null ? null : waiting.poll();
        if (response == null) {
            return;
        }
        response.setHeader(Sip.header("RSeq", Long.toString(++sequence)));
        open = response;
        invite.reply(response);
        last = loop.schedule(LAST, () -> {
            stop();
            unacknowledged.run();
        });
        again = loop.schedule(T1, () -> repeat(response, T1));
    }

    private void repeat(Response response, Duration before) {
        invite.again(response);
        Duration next = before.multipliedBy(2);
        again = loop.schedule(next, () -> repeat(response, next));
    }

    private void stopTimers() {
        if (again != null) {
            again.cancel();
        }
        if (last != null) {
            last.cancel();
        }
    }
}

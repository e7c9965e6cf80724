package dev.duet.sip.internal.rfc4028;

import dev.duet.sip.internal.rfc3261.OptionTags;
import dev.duet.sip.internal.rfc4028.SessionExpires.Refresher;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.Loop;
import java.time.Duration;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The session timer of one call, in both roles: what requests and responses say of it, when the session is to be
 * refreshed, and when it is over. With a peer that knows nothing of session timers there is none. On the loop.
 */
public final class SessionTimer {

    /** The option of RFC 4028. */
    public static final String OPTION = "timer";

    /** 422 of RFC 4028 6. */
    public static final int INTERVAL_TOO_SMALL = 422;

    /** How often one request may be told that its interval is too small. */
    private static final int MOST_TRIES = 3;

    /** A peer that answers with less than this is not followed: refreshing would be a flood. */
    private static final int LEAST_FOLLOWED = 10;

    /** The longest time that BYE goes out before the end, else a third (RFC 4028 10). */
    private static final int BEFORE_THE_END = 32;

    /** After a refresh that failed for a reason that may pass. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Loop loop;
    private final int wish;
    private int least;
    private int tries;
    private int agreed;
    private boolean weRefresh;
    private @Nullable User user;
    private Loop.@Nullable Timer refresh;
    private Loop.@Nullable Timer end;

    /**
     * None agreed yet.
     *
     * @param wish the interval to ask for
     */
    public SessionTimer(Loop loop, Duration wish) {
        this.loop = loop;
        this.wish = (int) wish.toSeconds();
    }

    /** The call was accepted: what is agreed on counts from now on. */
    public void start(User whoActs) {
        user = whoActs;
        restart();
    }

    /** The call is over. */
    public void stop() {
        user = null;
        stopTimers();
    }

    /** Asks for it, in an INVITE, or in an UPDATE within an accepted call. */
    public void ask(Request request) {
        Refresher refresher = agreed == 0 ? Refresher.OPEN : weRefresh ? Refresher.UAC : Refresher.UAS;
        int seconds = Math.max(agreed == 0 ? wish : agreed, least);
        request.setHeader(Sip.header(SessionExpires.NAME, new SessionExpires(seconds, refresher).text()));
        if (least > 0) {
            request.setHeader(Sip.header(SessionExpires.LEAST_NAME, Integer.toString(least)));
        }
    }

    /** Learns what a refusal of such a request allows; false when asking again would not help. */
    public boolean isToBeAskedAgain(Response response) {
        int allowed = SessionExpires.least(response);
        if (response.getStatusCode() != INTERVAL_TOO_SMALL || allowed <= least || ++tries > MOST_TRIES) {
            return false;
        }
        least = allowed;
        return true;
    }

    /** Takes what a 2xx to such a request says: nothing means no session timer (RFC 4028 7.2). */
    public void answered(Response response) {
        tries = 0;
        SessionExpires expires = SessionExpires.of(response);
        agree(expires, expires == null || expires.refresher() != Refresher.UAS);
    }

    /** Refuses a request of the other side whose interval is too small, if so (RFC 4028 9). */
    public boolean refuses(IncomingRequest incoming) {
        SessionExpires asked = SessionExpires.of(incoming.request());
        if (asked == null || asked.seconds() >= SessionExpires.LEAST || !isUnderstood(incoming.request())) {
            return false;
        }
        Response response = incoming.response(INTERVAL_TOO_SMALL);
        response.setHeader(Sip.header(SessionExpires.LEAST_NAME, Integer.toString(SessionExpires.LEAST)));
        incoming.reply(response);
        return true;
    }

    /** Agrees to what a request of the other side asks for, in our 2xx to it. */
    public void grant(Request request, Response ok) {
        boolean understood = isUnderstood(request);
        Refresher now = agreed == 0 ? Refresher.OPEN : weRefresh ? Refresher.UAS : Refresher.UAC;
        SessionExpires granted = SessionExpires.granted(
                SessionExpires.of(request),
                understood,
                agreed == 0 ? wish : agreed,
                SessionExpires.least(request),
                now);
        if (granted != null) {
            ok.setHeader(Sip.header(SessionExpires.NAME, granted.text()));
            if (understood) {
                ok.addHeader(Sip.header("Require", OPTION));
            }
        }
        agree(granted, granted != null && granted.refresher() == Refresher.UAS);
    }

    /** A refresh failed, in a way that may pass. */
    public void failed() {
        if (user != null && agreed > 0 && weRefresh) {
            refreshAfter(AGAIN);
        }
    }

    private void agree(@Nullable SessionExpires expires, boolean byUs) {
        agreed = expires == null ? 0 : Math.max(expires.seconds(), LEAST_FOLLOWED);
        weRefresh = byUs;
        restart();
    }

    private void restart() {
        stopTimers();
        User acting = user;
        if (acting == null || agreed == 0) {
            return;
        }
        int early = Math.min(BEFORE_THE_END, agreed / 3);
        end = loop.schedule(Duration.ofSeconds(agreed - early), acting::expired);
        if (weRefresh) {
            refreshAfter(Duration.ofMillis(agreed * 500L));
        }
    }

    private void refreshAfter(Duration delay) {
        User acting = user;
        if (refresh != null) {
            refresh.cancel();
        }
        if (acting != null) {
            refresh = loop.schedule(delay, acting::refresh);
        }
    }

    private void stopTimers() {
        if (refresh != null) {
            refresh.cancel();
        }
        if (end != null) {
            end.cancel();
        }
    }

    private static boolean isUnderstood(Message message) {
        return OptionTags.contains(message, "Supported", OPTION) || OptionTags.contains(message, "Require", OPTION);
    }

    /** Who acts. */
    public interface User {

        /** Refresh the session now; tell {@link SessionTimer#answered} or {@link SessionTimer#failed}. */
        void refresh();

        /** The session is over for want of a refresh: say BYE (RFC 4028 10). */
        void expired();
    }
}

package dev.duet.sip.internal.rfc3515;

import dev.duet.model.Failure;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.Loop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.sip.header.ExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Tells who sent a REFER how what it asked for goes on (RFC 3515 2.4.4 to 2.4.7): one NOTIFY at a time, the newest
 * next, until the end, until nobody listens any more, or until the subscription is over that the REFER began. On the
 * loop.
 */
public final class ReferNotifier {

    /** The event package. */
    public static final String EVENT = "refer";

    /** How long a subscription lasts unless it is refreshed. */
    static final Duration LIFE = Duration.ofMinutes(3);

    private final UserAgent agent;
    private final Dialog dialog;
    private final String id;
    private Sipfrag state = new Sipfrag(Response.TRYING, "Trying");
    private String ending = "";
    private boolean pending;
    private boolean sending;
    private boolean news;
    private boolean over;
    private long until;
    private Loop.@Nullable Timer timer;

    /**
     * Nothing is told yet.
     *
     * @param id tells this subscription from others in the dialog: the number of its REFER; empty for the first one
     */
    public ReferNotifier(UserAgent agent, Dialog dialog, String id) {
        this.agent = agent;
        this.dialog = dialog;
        this.id = id;
    }

    /**
     * Tells that it is being tried, as has to be told at once (RFC 3515 2.4.4).
     *
     * @param undecided true while somebody is asked whether to do it
     */
    public void start(boolean undecided) {
        pending = undecided;
        last(LIFE);
        tell();
    }

    /** It was decided to do it. */
    public void decided() {
        pending = false;
    }

    /** A response came. */
    public void progress(int status, String phrase) {
        if (!over && ending.isEmpty() && status > Response.TRYING && status < 200) {
            state = new Sipfrag(status, phrase);
            tell();
        }
    }

    /** The last response came. */
    public void finish(int status, String phrase) {
        end(new Sipfrag(status, phrase), "noresource");
    }

    /** It is not done. */
    public void refuse() {
        end(new Sipfrag(Response.DECLINE, "Declined"), "rejected");
    }

    /** True when nothing is told any more. */
    public boolean isOver() {
        return over || !ending.isEmpty();
    }

    /** True for an Event header's value that names this subscription. */
    public boolean isNamed(String event) {
        String[] parts = event.split(";");
        String named = "";
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            named = pair.length == 2 && pair[0].strip().equalsIgnoreCase("id") ? pair[1].strip() : named;
        }
        return parts[0].strip().equalsIgnoreCase(EVENT) && (named.equals(id) || named.isEmpty());
    }

    /** Takes a SUBSCRIBE that refreshes or ends the subscription. */
    public void subscribed(IncomingRequest subscribe) {
        ExpiresHeader expires = (ExpiresHeader) subscribe.request().getHeader(ExpiresHeader.NAME);
        long wanted = expires == null ? LIFE.toSeconds() : Math.min(expires.getExpires(), LIFE.toSeconds());
        Response ok = subscribe.response(Response.OK);
        ok.setHeader(Sip.header("Expires", Long.toString(wanted)));
        ok.setHeader(Sip.header("Contact", agent.contact(dialog)));
        subscribe.reply(ok);
        if (wanted == 0) {
            end(state, "timeout");
        } else {
            last(Duration.ofSeconds(wanted));
            tell();
        }
    }

    private void last(Duration life) {
        stopTimer();
        until = agent.loop().now().plus(life).getEpochSecond();
        timer = agent.loop().schedule(life, () -> end(state, "timeout"));
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void end(Sipfrag last, String reason) {
        if (!isOver()) {
            state = last;
            ending = reason;
            stopTimer();
            tell();
        }
    }

    private void tell() {
        news = true;
        if (sending || over) {
            return;
        }
        news = false;
        sending = true;
        boolean isLast = !ending.isEmpty();
        long left = Math.max(0, until - agent.loop().now().getEpochSecond());
        String subscription =
                isLast ? "terminated;reason=" + ending : (pending ? "pending" : "active") + ";expires=" + left;
        Request notify = dialog.request(Request.NOTIFY)
                .header("Contact", agent.contact(dialog))
                .header("Event", id.isEmpty() ? EVENT : EVENT + ";id=" + id)
                .header("Subscription-State", subscription)
                .body(Sipfrag.MEDIA_TYPE + ";version=2.0", state.text().getBytes(StandardCharsets.UTF_8))
                .build();
        over = isLast;
        agent.send(dialog, notify, new Outcome() {
            @Override
            public void done(Response response) {
                int kind = response.getStatusCode() / 100;
                sent(kind == 2 || kind == 5); // RFC 6665 4.2.2
            }

            @Override
            public void failed(Failure failure) {
                sent(false);
            }
        });
    }

    private void sent(boolean taken) {
        sending = false;
        if (!taken) {
            over = true; // nobody listens
            stopTimer();
        } else if (news) {
            tell();
        }
    }
}

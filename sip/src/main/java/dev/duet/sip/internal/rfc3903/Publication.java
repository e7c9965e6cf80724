package dev.duet.sip.internal.rfc3903;

import dev.duet.model.Availability;
import dev.duet.model.Failure;
import dev.duet.model.OwnPresence;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3863.Pidf;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.MinExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this account's user publishes: sent, refreshed, changed and taken back. One request at a time, and what changes
 * soon again waits: somebody with many calls is on the phone and is not, many times a second. On the loop.
 */
public final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final Duration WANTED = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration PACE = Duration.ofMillis(250);

    private final UserAgent agent;
    private final LinkListener listener;
    private final List<Long> operations = new ArrayList<>();
    private Duration wanted = WANTED;
    private @Nullable OwnPresence presence;
    private @Nullable OwnPresence published;
    private @Nullable String tag;
    private Loop.@Nullable Timer timer;
    private Loop.@Nullable Timer pace;
    private boolean online;
    private boolean busy;
    private int generation;

    /** Nothing published yet. */
    public Publication(UserAgent agent, LinkListener listener) {
        this.agent = agent;
        this.listener = listener;
    }

    /** Publishes that from now on; the operation is done when the server has it. */
    public void publish(long operation, OwnPresence next) {
        if (!agent.config().publishPresence()) {
            listener.completed(operation);
            return;
        }
        presence = next;
        operations.add(operation);
        if (online) {
            update();
        }
    }

    /** The server is there. */
    public void online() {
        online = true;
        generation++;
        busy = false;
        tag = null;
        published = null;
        stopPace();
        update();
    }

    /** The server is not there any more; what it knew runs out by itself. */
    public void offline() {
        online = false;
        generation++;
        stopTimer();
        stopPace();
    }

    /** Takes back what is published, before signing out. */
    public void withdraw() {
        if (online && tag != null) {
            send(null, Duration.ZERO);
        }
        offline();
    }

    private void update() {
        OwnPresence wish = presence;
        if (wish == null || busy || !online) {
            return;
        }
        boolean hidden = wish.availability() == Availability.OFFLINE;
        if (wish.equals(published) || hidden && tag == null) {
            published = wish;
            succeeded();
        } else if (pace == null) {
            send(hidden ? null : wish, hidden ? Duration.ZERO : wanted);
            pace = agent.loop().schedule(PACE, this::paced);
        }
    }

    private void paced() {
        pace = null;
        update();
    }

    private void refresh() {
        if (online && !busy && tag != null) {
            send(null, wanted);
        }
    }

    /** Sends a state; without one the state that the server has is refreshed, or, for no time, removed. */
    private void send(@Nullable OwnPresence state, Duration expires) {
        stopTimer();
        busy = true;
        int current = generation;
        RequestBuilder request = agent.request(Request.PUBLISH, agent.self().uri(), "")
                .header("Event", "presence")
                .header("Expires", Long.toString(expires.toSeconds()));
        if (tag != null) {
            request.header("SIP-If-Match", tag);
        }
        if (state != null) {
            String document = Pidf.write(
                    state, agent.self().uri(), "t" + agent.token(), agent.loop().now());
            request.body(Pidf.MEDIA_TYPE, document.getBytes(StandardCharsets.UTF_8));
        }
        OwnPresence meant = expires.isZero() ? presence : state;
        agent.send(request.build(), new Outcome() {
            @Override
            public void done(Response response) {
                if (current == generation) {
                    busy = false;
                    answered(response, meant, expires);
                }
            }

            @Override
            public void failed(Failure failure) {
                if (current == generation) {
                    busy = false;
                    refused(failure);
                }
            }
        });
    }

    private void answered(Response response, @Nullable OwnPresence meant, Duration asked) {
        int status = response.getStatusCode();
        if (status / 100 == 2) {
            tag = asked.isZero() ? null : Sip.value(response, "SIP-ETag");
            published = meant == null ? published : meant;
            if (!asked.isZero()) {
                ExpiresHeader expires = (ExpiresHeader) response.getHeader(ExpiresHeader.NAME);
                long seconds = expires == null ? asked.toSeconds() : expires.getExpires();
                timer = agent.loop()
                        .schedule(Duration.ofSeconds(Math.max(2, seconds - Math.min(seconds / 4, 60))), this::refresh);
            }
            update();
            return;
        }
        MinExpiresHeader least = (MinExpiresHeader) response.getHeader(MinExpiresHeader.NAME);
        Duration longer = least == null ? Duration.ZERO : Duration.ofSeconds(least.getExpires());
        if (status == Response.CONDITIONAL_REQUEST_FAILED && tag != null) {
            tag = null; // RFC 3903 4.1: the server forgot it
            published = null;
            update();
        } else if (status == Response.INTERVAL_TOO_BRIEF
                && longer.compareTo(wanted) > 0
                && longer.compareTo(LONGEST) <= 0) {
            wanted = longer;
            published = null;
            update();
        } else {
            refused(StatusFailures.of(Request.PUBLISH, response));
        }
    }

    private void refused(Failure failure) {
        LOG.info("Presence of {} is not published: {}", agent.self(), failure);
        List.copyOf(operations).forEach(operation -> listener.failed(operation, failure));
        operations.clear();
        if (failure.retry() != Failure.Retry.NEVER && online) {
            tag = null;
            published = null;
            timer = agent.loop().schedule(PAUSE, this::update);
        }
    }

    private void succeeded() {
        List.copyOf(operations).forEach(listener::completed);
        operations.clear();
    }

    private void stopPace() {
        if (pace != null) {
            pace.cancel();
            pace = null;
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

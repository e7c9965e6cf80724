package dev.duet.sip.internal.rfc6665;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Subscription-State header (RFC 6665 4.1.3).
 *
 * @param terminated true when the subscription is over
 * @param reason why; empty when not told
 * @param retryAfter how long to wait before another; zero when not told
 * @param expires how long it still lasts; zero when not told
 */
public record SubscriptionState(boolean terminated, String reason, Duration retryAfter, Duration expires) {

    private static final Pattern STATE = Pattern.compile("^\\s*([a-zA-Z-]+)\\s*(;.*)?$");
    private static final Pattern REASON = Pattern.compile("(?i);\\s*reason\\s*=\\s*\"?([a-z-]+)");
    private static final Pattern RETRY = Pattern.compile("(?i);\\s*retry-after\\s*=\\s*([0-9]{1,9})");

    private static final Pattern EXPIRES = Pattern.compile("(?i);\\s*expires\\s*=\\s*([0-9]{1,9})");

    /** Reads one; empty when it is malformed. */
    public static Optional<SubscriptionState> parse(String value) {
        Matcher state = STATE.matcher(value);
        if (!state.matches()) {
            return Optional.empty();
        }
        Matcher reason = REASON.matcher(value);
        Matcher retry = RETRY.matcher(value);
        Matcher expires = EXPIRES.matcher(value);
        return Optional.of(new SubscriptionState(
                state.group(1).equalsIgnoreCase("terminated"),
                reason.find() ? reason.group(1).toLowerCase(Locale.ROOT) : "",
                retry.find() ? Duration.ofSeconds(Long.parseLong(retry.group(1))) : Duration.ZERO,
                expires.find() ? Duration.ofSeconds(Long.parseLong(expires.group(1))) : Duration.ZERO));
    }

    /** True when nothing is won by trying again (RFC 6665 4.1.3: rejected, noresource, invariant). */
    boolean isFinal() {
        return reason.equals("rejected") || reason.equals("noresource") || reason.equals("invariant");
    }

    /** How long to wait before another subscription. */
    Duration pause() {
        if (!retryAfter.isZero()) {
            return retryAfter;
        }
        return reason.equals("deactivated") || reason.equals("timeout") ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
    }
}

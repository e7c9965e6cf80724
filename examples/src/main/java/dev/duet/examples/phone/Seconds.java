package dev.duet.examples.phone;

import java.math.BigDecimal;
import java.time.Duration;

/** Times as users write them: seconds, with a fraction if they like. */
final class Seconds {

    private static final BigDecimal MOST =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    private Seconds() {}

    /**
     * Reads a time.
     *
     * @throws CommandFailure when that is none
     */
    static Duration parse(String text) {
        try {
            BigDecimal seconds = new BigDecimal(text);
            if (seconds.signum() >= 0 && seconds.compareTo(MOST) <= 0) {
                return Duration.ofNanos(seconds.movePointRight(9).longValue());
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new CommandFailure("\"" + text + "\" is no time; write seconds, such as 30 or 0.5");
    }

    static String text(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}

package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a message of ours came.
 *
 * @param stage how far
 * @param failure why it failed; null unless the stage is FAILED
 */
public record Delivery(Stage stage, @Nullable Failure failure) {

    /** Waits to be sent. */
    public static final Delivery PENDING = new Delivery(Stage.PENDING, null);
    /** The next server has it. */
    public static final Delivery SENT = new Delivery(Stage.SENT, null);
    /** Reached a device of the other side. */
    public static final Delivery DELIVERED = new Delivery(Stage.DELIVERED, null);
    /** Was shown to the other side. */
    public static final Delivery READ = new Delivery(Stage.READ, null);

    public Delivery {
        Objects.requireNonNull(stage, "stage");
        if ((stage == Stage.FAILED) != (failure != null)) {
            throw new IllegalArgumentException("A failure belongs to FAILED, and FAILED has one");
        }
    }

    /** Did not arrive. */
    public static Delivery failed(Failure failure) {
        return new Delivery(Stage.FAILED, failure);
    }

    /**
     * The state after another report: further steps win, older reports that come late change nothing, and only what
     * was not yet delivered can fail.
     */
    public Delivery then(Delivery next) {
        if (next.stage == Stage.FAILED) {
            return stage == Stage.PENDING || stage == Stage.SENT ? next : this;
        }
        return stage != Stage.FAILED && next.stage.compareTo(stage) > 0 ? next : this;
    }

    /** The steps of a delivery. */
    public enum Stage {
        /** Waits to be sent. */
        PENDING,
        /**
         * The next server has it; where an XMPP server does not acknowledge stanzas (XEP-0198), it was written to the
         * stream.
         */
        SENT,
        /** Reached a device of the other side (XEP-0184, RFC 5438, or a SIP 200 of the peer itself). */
        DELIVERED,
        /** Was shown to the other side (XEP-0333, RFC 5438). */
        READ,
        /** Did not arrive. */
        FAILED
    }
}

package dev.duet.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** A snapshot of where a call is, with what is known there. {@link #phase()} is the enum to switch on. */
public sealed interface CallState {

    /** The phase. */
    CallPhase phase();

    /** Made, nothing sent. */
    record New() implements CallState {
        @Override
        public CallPhase phase() {
            return CallPhase.NEW;
        }
    }

    /** Outgoing, on its way. */
    record Dialing() implements CallState {
        @Override
        public CallPhase phase() {
            return CallPhase.DIALING;
        }
    }

    /**
     * Outgoing, rings at the other side.
     *
     * @param earlyMedia true when the other side's network already sends sound
     */
    record Alerting(boolean earlyMedia) implements CallState {
        @Override
        public CallPhase phase() {
            return CallPhase.ALERTING;
        }
    }

    /**
     * Incoming, rings here.
     *
     * @param earlyMedia true when the caller already hears this side
     */
    record Incoming(boolean earlyMedia) implements CallState {
        @Override
        public CallPhase phase() {
            return CallPhase.INCOMING;
        }
    }

    /** Answered, media are being connected. */
    record Connecting() implements CallState {
        @Override
        public CallPhase phase() {
            return CallPhase.CONNECTING;
        }
    }

    /**
     * The two sides can talk.
     *
     * @param since when media were connected
     * @param hold who holds
     */
    record Active(Instant since, Hold hold) implements CallState {
        public Active {
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(hold, "hold");
        }

        @Override
        public CallPhase phase() {
            return CallPhase.ACTIVE;
        }
    }

    /**
     * Over.
     *
     * @param reason why
     * @param talkTime from the moment media were connected to the end; zero when they never were
     */
    record Ended(EndReason reason, Duration talkTime) implements CallState {
        public Ended {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(talkTime, "talkTime");
        }

        @Override
        public CallPhase phase() {
            return CallPhase.ENDED;
        }
    }
}

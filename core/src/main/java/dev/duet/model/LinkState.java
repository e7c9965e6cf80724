package dev.duet.model;

import java.time.Instant;
import java.util.Objects;

/** A snapshot of one half of an account. {@link #phase()} is the enum to switch on. */
public sealed interface LinkState {

    /** The phase. */
    LinkPhase phase();

    /** Signed out, by wish. */
    record Offline() implements LinkState {
        @Override
        public LinkPhase phase() {
            return LinkPhase.OFFLINE;
        }
    }

    /** Signing in. */
    record Connecting() implements LinkState {
        @Override
        public LinkPhase phase() {
            return LinkPhase.CONNECTING;
        }
    }

    /**
     * Signed in.
     *
     * @param since from when on
     * @param self the address the server gave: the full JID, or the SIP address of record
     * @param security what protects the connection
     */
    record Online(Instant since, Address self, LinkSecurity security) implements LinkState {
        public Online {
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(self, "self");
            Objects.requireNonNull(security, "security");
        }

        @Override
        public LinkPhase phase() {
            return LinkPhase.ONLINE;
        }
    }

    /**
     * Lost or not reached; will try again by itself.
     *
     * @param failure why
     * @param nextAttempt when it will try again
     */
    record Waiting(Failure failure, Instant nextAttempt) implements LinkState {
        public Waiting {
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(nextAttempt, "nextAttempt");
        }

        @Override
        public LinkPhase phase() {
            return LinkPhase.WAITING;
        }
    }

    /**
     * Not to be had as things are.
     *
     * @param failure why
     */
    record Failed(Failure failure) implements LinkState {
        public Failed {
            Objects.requireNonNull(failure, "failure");
        }

        @Override
        public LinkPhase phase() {
            return LinkPhase.FAILED;
        }
    }
}

package dev.duet.model;

import java.util.Objects;

/**
 * How far the transfer of a file has come.
 *
 * @param phase where it is
 * @param transferred how many bytes went out, or came in, in this attempt
 * @param size how many bytes there are; {@link FileDetails#UNKNOWN} while that is not known
 * @param attempts how often the transfer was begun
 */
public record FileProgress(Phase phase, long transferred, long size, int attempts) {

    public FileProgress {
        Objects.requireNonNull(phase, "phase");
    }

    /** Where a transfer is. */
    public enum Phase {
        /** The file is read, for its size and its hash. */
        PREPARING,
        /** For the connection, for the server, or until it is tried again. */
        WAITING,
        /** Bytes flow. */
        TRANSFERRING,
        /** The file is at the server, and the message that tells of it on its way. */
        SENDING,
        /** All is done. */
        DONE,
        /** It did not succeed. */
        FAILED,
        /** It was cancelled. */
        CANCELLED;

        /** True when nothing more happens. */
        public boolean isOver() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }
}

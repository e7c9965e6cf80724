package dev.duet.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a command is (XEP-0050).
 *
 * @param command which
 * @param sessionId by what the service knows this run of it; empty when it is done in one step
 * @param actions what may be done next; empty when it is over
 * @param usual which of these is meant when the user just goes on; {@link Action#COMPLETE} when it is over
 * @param form what is asked, or what came of it; null for nothing
 * @param notes what the service says to people
 */
public record CommandStep(
        CommandListing command,
        String sessionId,
        Status status,
        Set<Action> actions,
        Action usual,
        @Nullable Form form,
        List<Note> notes) {

    public CommandStep {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(usual, "usual");
        actions = Set.copyOf(actions);
        notes = List.copyOf(notes);
    }

    /** How a command stands. */
    public enum Status {
        /** It goes on with an answer. */
        EXECUTING,
        /** It is done. */
        COMPLETED,
        /** It was given up. */
        CANCELED
    }

    /** What may be done. */
    public enum Action {
        /** Back by one step. */
        PREVIOUS,
        /** On by one step. */
        NEXT,
        /** To the end. */
        COMPLETE,
        /** Gives it up. */
        CANCEL
    }

    /** Words of the service. */
    public record Note(Kind kind, String text) {

        public Note {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(text, "text");
        }

        /** How grave they are. */
        public enum Kind {
            /** Good to know. */
            INFO,
            /** Better known. */
            WARNING,
            /** Why it failed. */
            ERROR
        }
    }
}

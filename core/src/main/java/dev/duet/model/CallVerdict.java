package dev.duet.model;

import java.util.List;
import java.util.Objects;

/** What the rules of an account make of a call that comes in ({@link CallRules}), and why. */
public sealed interface CallVerdict {

    /** The rule that decided, as a sentence for people. */
    String why();

    /** The user is asked. */
    record Rings(String why) implements CallVerdict {
        public Rings {
            Objects.requireNonNull(why, "why");
        }
    }

    /**
     * The call is turned away.
     *
     * @param as BUSY, UNREACHABLE or DECLINED
     */
    record TurnedAway(EndReason.Kind as, String why) implements CallVerdict {
        public TurnedAway {
            Objects.requireNonNull(as, "as");
            Objects.requireNonNull(why, "why");
        }
    }

    /**
     * The caller is told to call somebody else instead.
     *
     * @param to the addresses of one person, the preferred ones first; not empty
     */
    record Forwarded(List<Address> to, String why) implements CallVerdict {
        public Forwarded {
            to = List.copyOf(to);
            Objects.requireNonNull(why, "why");
            if (to.isEmpty()) {
                throw new IllegalArgumentException("A call is sent on to somebody");
            }
        }
    }
}

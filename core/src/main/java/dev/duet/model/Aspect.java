package dev.duet.model;

import java.util.Objects;

/**
 * What a user can do with an account, and whether they can do it now, in their words rather than by protocol (RFC 7081
 * 2): one half may be down while the other is up.
 *
 * @param kind what the user does
 * @param protocol the half that it goes by
 * @param phase where that half is
 * @param text a sentence for people, in English: "Calls are not available: the server does not answer"
 */
public record Aspect(Kind kind, Protocol protocol, LinkPhase phase, String text) {

    public Aspect {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(text, "text");
    }

    /** What a user does. */
    public enum Kind {
        /** Messages, and seeing who is there. */
        CHAT("Chat", "is", "Until then messages go by the telephony server, to those who take them there"),
        /** Telephony. */
        CALLS("Calls", "are", "Until then they go by the chat server, to those who take them there");

        private final String name;
        private final String is;
        private final String meanwhile;

        Kind(String name, String is, String meanwhile) {
            this.name = name;
            this.is = is;
            this.meanwhile = meanwhile;
        }
    }

    /** True when the user can do it now. */
    public boolean isUp() {
        return phase == LinkPhase.ONLINE;
    }

    /**
     * What a half's state means.
     *
     * @param otherWay true when the other half is online, and does what this one cannot as far as it can
     */
    static Aspect of(Kind kind, Protocol protocol, LinkState state, boolean otherWay) {
        String subject = kind.name + " " + kind.is + " ";
        String text =
                switch (state.phase()) {
                    case ONLINE -> subject + "available";
                    case OFFLINE -> subject + "switched off";
                    case CONNECTING -> subject + "being connected";
                    case WAITING ->
                        subject + "not available and will be tried again: "
                                + ((LinkState.Waiting) state).failure().message();
                    case FAILED ->
                        subject + "not available: "
                                + ((LinkState.Failed) state).failure().message();
                };
        boolean meanwhile = otherWay && state.phase() != LinkPhase.ONLINE;
        return new Aspect(kind, protocol, state.phase(), meanwhile ? sentence(text) + kind.meanwhile : text);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text + " " : text + ". ";
    }
}

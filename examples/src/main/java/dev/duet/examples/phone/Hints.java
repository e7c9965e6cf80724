package dev.duet.examples.phone;

import dev.duet.model.AccountState;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import java.util.Locale;

/** What a user can do about a failure. */
final class Hints {

    private Hints() {}

    /** The failure in words, and what to do about it when a half could not sign in because of it. */
    static String explain(AccountState state, Failure failure) {
        return state.links().entrySet().stream()
                .filter(link -> link.getValue() instanceof LinkState.Failed failed
                                && failed.failure().equals(failure)
                        || link.getValue() instanceof LinkState.Waiting waiting
                                && waiting.failure().equals(failure))
                .findFirst()
                .map(link -> explain(link.getKey(), failure))
                .orElseGet(() -> words(failure));
    }

    /** The failure in words, and what to do about it when the half could not sign in. */
    static String explain(Protocol half, Failure failure) {
        String option = "--" + half.name().toLowerCase(Locale.ROOT);
        String hint =
                switch (failure.kind()) {
                    case TLS ->
                        "Give the server's certificate authority by --trust CA.pem;"
                                + " --insecure takes any certificate, for experiments.";
                    case AUTHENTICATION ->
                        "Check " + option + " and its password (" + option + "-password, or DUET_" + half
                                + "_PASSWORD).";
                    case NETWORK, TIMEOUT ->
                        "Is the server running and reachable? Say where it is by " + option + "-server \"H:PORT"
                                + (half == Protocol.SIP ? ";transport=udp|tcp|tls\"." : "\".");
                    case NOT_FOUND -> "Check the address after " + option + ", or give " + option + "-server H:PORT.";
                    case UNSUPPORTED -> "See what the server offers with -v.";
                    default -> "";
                };
        return words(failure) + (hint.isEmpty() ? "" : " " + hint);
    }

    /** The failure in words. */
    static String words(Failure failure) {
        String wire = failure.wire() == null ? "" : " [" + failure.wire() + "]";
        String message = failure.message();
        return message + (message.endsWith(".") || !wire.isEmpty() ? "" : ".") + wire;
    }
}

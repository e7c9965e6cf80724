package dev.duet.examples.phone;

import dev.duet.model.Secret;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where passwords come from: the option or the configuration file, the environment, or the user's fingers. */
final class Passwords {

    private final UnaryOperator<@Nullable String> environment;
    private final UnaryOperator<@Nullable String> prompt;

    /**
     * Says where to look.
     *
     * @param environment gives a variable's value, or null
     * @param prompt asks the user without echo; gives null when there is nobody to ask, or no answer
     */
    Passwords(UnaryOperator<@Nullable String> environment, UnaryOperator<@Nullable String> prompt) {
        this.environment = environment;
        this.prompt = prompt;
    }

    /**
     * From this process's environment, else asked for.
     *
     * @param prompt where to ask; null to see whether there is a terminal when it comes to that
     */
    static Passwords ofProcess(@Nullable Prompt prompt) {
        return new Passwords(System::getenv, question -> prompt != null ? prompt.ask(question) : askOnce(question));
    }

    private static @Nullable String askOnce(String question) {
        try (Prompt terminal = Prompt.open().orElse(null)) {
            return terminal == null ? null : terminal.ask(question);
        }
    }

    Secret of(String protocol, String option, @Nullable String given) {
        String variable = "DUET_" + protocol + "_PASSWORD";
        String value = given != null ? given : environment.apply(variable);
        if (value == null) {
            value = prompt.apply("Password for " + protocol + ": ");
        }
        if (value == null) {
            throw new IllegalArgumentException("No password for " + protocol + ": set " + variable + ", or give "
                    + option + " or a --config file that has it.");
        }
        return Secret.of(value);
    }
}

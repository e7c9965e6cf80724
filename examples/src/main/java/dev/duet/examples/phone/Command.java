package dev.duet.examples.phone;

import java.util.Arrays;
import java.util.List;

/**
 * A command of the phone.
 *
 * @param name the word that calls it
 * @param arguments what it takes: {@code ADDRESS TEXT...}; in brackets what may be left out, be it one word
 *     or several, with dots what takes the
 *     rest of the line
 * @param help one line
 * @param acts true when it does something; false when it only looks or waits, so that a later {@code wait} still sees
 *     what came before it
 * @param action what it does
 */
record Command(String name, String arguments, String help, boolean acts, Action action) {

    /** What a command does; a {@link CommandFailure} tells that it did not succeed. */
    interface Action {
        Outcome run(Session session, List<String> arguments);
    }

    /** A command that does something. */
    static Command act(String name, String arguments, String help, Action action) {
        return new Command(name, arguments, help, true, action);
    }

    /** A command that only looks. */
    static Command look(String name, String arguments, String help, Action action) {
        return new Command(name, arguments, help, false, action);
    }

    /**
     * Cuts what stands after the name into arguments.
     *
     * @throws CommandFailure when they are too few or too many
     */
    List<String> split(String text) {
        int most = names().size();
        boolean takesRest = arguments.contains("...");
        List<String> given = text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", takesRest ? most : -1));
        if (given.size() > most || given.size() < least()) {
            throw new CommandFailure("Write \"" + usage() + "\": " + help);
        }
        return given;
    }

    /** {@code send ADDRESS TEXT...}. */
    String usage() {
        return (name + " " + arguments).strip();
    }

    private List<String> names() {
        return arguments.isEmpty() ? List.of() : Arrays.asList(arguments.split(" "));
    }

    private long least() {
        String needed = arguments.replaceAll("\\[[^]]*]", "");
        return Arrays.stream(needed.split(" ")).filter(name -> !name.isEmpty()).count();
    }
}

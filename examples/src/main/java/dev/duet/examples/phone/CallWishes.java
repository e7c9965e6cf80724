package dev.duet.examples.phone;

import dev.duet.model.AnswerWish;
import dev.duet.model.CallOptions;
import java.util.Iterator;
import java.util.List;

/**
 * What {@code call} is told: whom to call, and what is wished of the call.
 *
 * @param address as it was written
 */
record CallWishes(String address, CallOptions options) {

    /** As {@link Command#arguments} has it. */
    static final String ARGUMENTS = "[--anonymous] [--answer MODE] [--ring URI] ADDRESS";

    private static final String ADVICE = "Write \"call " + ARGUMENTS + "\"";

    /**
     * Reads them.
     *
     * @throws CommandFailure when they are none
     */
    static CallWishes parse(List<String> words) {
        CallOptions options = CallOptions.DEFAULT;
        Iterator<String> left = words.iterator();
        String word = next(left);
        while (word.startsWith("--")) {
            options = switch (word) {
                case "--anonymous" -> options.withCallerHidden();
                case "--answer" -> options.withAnswer(mode(next(left)));
                case "--ring" -> alert(options, next(left));
                default -> throw new CommandFailure("There is no option \"" + word + "\". " + ADVICE + ".");
            };
            word = next(left);
        }
        if (left.hasNext()) {
            throw new CommandFailure("After the address \"" + word + "\" comes nothing. " + ADVICE + ".");
        }
        return new CallWishes(word, options);
    }

    private static String next(Iterator<String> words) {
        if (!words.hasNext()) {
            throw new CommandFailure("Something lacks at the end. " + ADVICE + ".");
        }
        return words.next();
    }

    private static AnswerWish mode(String word) {
        return switch (word) {
            case "auto" -> AnswerWish.AUTO;
            case "auto!" -> AnswerWish.AUTO_REQUIRED;
            case "manual" -> AnswerWish.MANUAL;
            case "manual!" -> AnswerWish.MANUAL_REQUIRED;
            default -> throw new CommandFailure("\"" + word + "\" is none of auto, auto!, manual, manual!");
        };
    }

    private static CallOptions alert(CallOptions options, String uri) {
        try {
            return options.withAlerts(uri);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("\"" + uri + "\" is no absolute URI, such as urn:alert:source:internal");
        }
    }
}

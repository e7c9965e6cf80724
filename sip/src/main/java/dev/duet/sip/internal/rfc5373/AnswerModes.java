package dev.duet.sip.internal.rfc5373;

import dev.duet.model.AnswerHint;
import dev.duet.model.AnswerWish;
import dev.duet.sip.internal.rfc6993.CallInfo;
import dev.duet.sip.internal.stack.NameAddr;
import dev.duet.sip.internal.stack.Sip;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sip.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call is to be answered by itself: Answer-Mode and Priv-Answer-Mode (RFC 5373), and what telephones did
 * before, Call-Info with {@code answer-after} and Alert-Info with the word for it. Pure.
 */
public final class AnswerModes {

    /** Understands the first two. */
    public static final String OPTION = "answermode";

    /** The first header's name. */
    public static final String NAME = "Answer-Mode";

    private static final String PRIVILEGED = "Priv-Answer-Mode";
    private static final Set<String> WORDS = Set.of("alertautoanswer", "autoanswer", "intercom");

    private AnswerModes() {}

    /** What Answer-Mode says of a wish; empty for no header. */
    public static String value(AnswerWish wish) {
        return switch (wish) {
            case NONE -> "";
            case MANUAL -> "Manual";
            case MANUAL_REQUIRED -> "Manual;require";
            case AUTO -> "Auto";
            case AUTO_REQUIRED -> "Auto;require";
        };
    }

    /** What a request wishes; null for nothing. A mode that is named counts more than what telephones had before. */
    public static @Nullable AnswerHint of(Message request) {
        for (String header : List.of(PRIVILEGED, NAME)) {
            for (NameAddr mode : NameAddr.in(Sip.values(request, header), 1)) {
                if (mode.uri().equalsIgnoreCase("Auto")) {
                    return new AnswerHint(Duration.ZERO, mode.parameters().containsKey("require"));
                } else if (mode.uri().equalsIgnoreCase("Manual")) {
                    return null;
                }
            }
        }
        for (NameAddr info : NameAddr.in(Sip.values(request, CallInfo.NAME), AlertInfo.MOST)) {
            if (info.parameters().containsKey("answer-after")) {
                return hint(info, "answer-after");
            }
        }
        for (NameAddr alert : NameAddr.in(Sip.values(request, AlertInfo.NAME), AlertInfo.MOST)) {
            if (alert.parameters().containsKey("answer-after")) {
                return hint(alert, "answer-after");
            }
            if (isWord(alert.uri()) || isWord(alert.parameters().getOrDefault("info", ""))) {
                return hint(alert, "delay");
            }
        }
        return null;
    }

    /** Without a number at once; with one that is not understood, not at all. */
    private static @Nullable AnswerHint hint(NameAddr from, String parameter) {
        String seconds = from.parameters().getOrDefault(parameter, "0");
        return seconds.matches("[0-9]{1,2}") && Integer.parseInt(seconds) <= AnswerHint.LONGEST.toSeconds()
                ? new AnswerHint(Duration.ofSeconds(Integer.parseInt(seconds)), false)
                : null;
    }

    private static boolean isWord(String text) {
        return WORDS.contains(text.toLowerCase(Locale.ROOT).replaceAll("[ _-]", ""))
                || text.toLowerCase(Locale.ROOT).startsWith("info=")
                        && isWord(text.substring(5).replace("\"", ""));
    }
}

package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc3261.OptionTags;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.rfc4028.SessionTimer;
import dev.duet.sip.internal.rfc5373.AnswerModes;
import dev.duet.sip.internal.rfc7044.HistoryInfo;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import java.util.List;
import javax.sip.message.Message;

/** The extensions of calls that this user agent understands. Pure. */
public final class Options {

    private static final List<String> UNDERSTOOD = List.of(
            EarlyDialogs.OPTION,
            SessionTimer.OPTION,
            TrickleFragment.PACKAGE,
            IncomingReferral.OPTION,
            Replaces.OPTION,
            HistoryInfo.OPTION,
            AnswerModes.OPTION);

    private Options() {}

    /** What Supported says. */
    static String supported() {
        return String.join(", ", UNDERSTOOD);
    }

    /** What a request requires and is not understood (RFC 3261 8.2.2.3). */
    public static List<String> notUnderstood(Message request) {
        return OptionTags.in(request, "Require")
                .filter(option -> !UNDERSTOOD.contains(option))
                .toList();
    }
}

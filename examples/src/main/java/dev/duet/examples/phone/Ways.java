package dev.duet.examples.phone;

import dev.duet.api.Call;
import dev.duet.model.AnswerHint;
import dev.duet.model.CallDetails;
import dev.duet.model.CallHop;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which way an incoming call took, and how it wishes to be told. */
final class Ways {

    private Ways() {}

    /** For people: who sent it on. Empty for a call that came straight here. */
    static String tell(Call call) {
        List<CallHop> diverted = call.details().hops().stream()
                .filter(hop -> hop.source() == CallHop.Source.DIVERSION
                        || hop.status() != 0
                        || !hop.reason().isEmpty())
                .toList();
        if (diverted.isEmpty()) {
            return "";
        }
        CallHop first = diverted.get(0);
        String who = first.address() == null ? "somebody" : first.address().text();
        String why = first.reason().isEmpty() && first.status() != 0 ? String.valueOf(first.status()) : first.reason();
        return ", sent on by " + (first.name().isEmpty() ? who : first.name())
                + (why.isEmpty() ? "" : " (" + why + ")");
    }

    static Fields of(Call call) {
        CallDetails details = call.details();
        return Fields.of(call)
                .with("hops", orNull(details.hops().stream().map(Ways::of).toList()))
                .with("alerts", orNull(details.alerts()))
                .with(
                        "answer_after",
                        details.autoAnswer()
                                .map(AnswerHint::after)
                                .map(after -> after.toSeconds())
                                .orElse(null))
                .with("asserted", details.asserted() ? true : null);
    }

    private static Map<String, Object> of(CallHop hop) {
        return new Fields()
                .with("source", hop.source())
                .with("address", hop.address())
                .with("name", hop.name())
                .with("index", hop.index())
                .with("status", hop.status() == 0 ? null : hop.status())
                .with("reason", hop.reason())
                .map();
    }

    private static @Nullable List<?> orNull(List<?> list) {
        return list.isEmpty() ? null : list;
    }
}

package dev.duet.examples.phone;

import dev.duet.model.MessageSummary;
import dev.duet.model.MessageSummary.Count;
import dev.duet.model.MessageSummary.Kind;
import java.util.ArrayList;
import java.util.List;

/** How what waits in a mailbox is told. */
final class Mailboxes {

    private Mailboxes() {}

    static String tell(MessageSummary summary) {
        List<String> parts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (summary.counts().containsKey(kind)) {
                parts.add(Fields.word(kind) + " " + tell(summary.count(kind)));
            }
        }
        String what = summary.waiting() ? "messages wait" : "no messages wait";
        String where = summary.account()
                .filter(account -> summary.waiting())
                .map(account -> ", call " + account.uri())
                .orElse("");
        return what + (parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ")") + where;
    }

    private static String tell(Count count) {
        String urgent = count.urgentFresh() == 0 ? "" : " (" + count.urgentFresh() + " urgent)";
        return count.fresh() + " new" + urgent + ", " + count.old() + " old";
    }

    static Fields of(MessageSummary summary) {
        Fields fields = new Fields()
                .with("waiting", summary.waiting())
                .with("messages_at", summary.account().orElse(null));
        for (Kind kind : Kind.values()) {
            if (summary.counts().containsKey(kind)) {
                Count count = summary.count(kind);
                Fields one = new Fields()
                        .with("new", count.fresh())
                        .with("old", count.old())
                        .with("urgent_new", count.urgentFresh())
                        .with("urgent_old", count.urgentOld());
                fields.with(Fields.word(kind), one.map());
            }
        }
        return fields;
    }
}

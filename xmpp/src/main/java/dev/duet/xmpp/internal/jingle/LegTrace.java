package dev.duet.xmpp.internal.jingle;

import dev.duet.model.CallTrace;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.spi.TraceSink;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands what goes over the wire for one session to who traces its call. While nobody does, it keeps what began the
 * session, and nothing is written as text. A call asks for its trace only after its leg is there: until it could, what
 * follows is kept, too.
 */
@OnLoop
final class LegTrace {

    private static final int MOST_EARLY = 20;

    private final Loop loop;
    private final List<Passed> before = new ArrayList<>(2);
    private boolean early = true;
    private boolean told;
    private @Nullable TraceSink sink;

    private record Passed(Instant at, boolean sent, TracedStanza stanza, boolean again) {

        void tell(TraceSink to) {
            to.message(new CallTrace.Message(at, sent, stanza.peer(sent), stanza.title(), stanza.redacted(), again));
        }
    }

    LegTrace(Loop loop) {
        this.loop = loop;
    }

    /** From now on to that one, who hears first of what was kept; null for nobody. */
    void to(@Nullable TraceSink newSink) {
        sink = newSink;
        if (newSink != null) {
            told = true;
            before.forEach(passed -> passed.tell(newSink));
            before.clear();
        }
    }

    /** The call could ask for its trace by now. */
    void settle() {
        early = false;
        if (before.size() > 1) {
            before.subList(1, before.size()).clear();
        }
    }

    /** True when somebody traces it, or may be about to. */
    boolean isOpen() {
        return sink != null || early;
    }

    /** A stanza came that is no answer. */
    void came(Xml stanza) {
        came(stanza, "");
    }

    /** An answer came, to what. */
    void came(Xml stanza, String answers) {
        passed(false, stanza, answers, false);
    }

    /** An answer left, to what. */
    void answered(Xml stanza, String answers) {
        passed(true, stanza, answers, false);
    }

    /** A stanza left that is no answer; again when the other side may have had what it says. */
    void sent(Xml stanza, boolean again) {
        passed(true, stanza, "", again);
    }

    private void passed(boolean sent, Xml stanza, String answers, boolean again) {
        if (sink == null && !isKept()) {
            return;
        }
        Passed passed = new Passed(loop.now(), sent, new TracedStanza(stanza, answers), again);
        if (sink == null) {
            before.add(passed);
        } else {
            passed.tell(sink);
        }
    }

    private boolean isKept() {
        return !told && (before.isEmpty() || early && before.size() < MOST_EARLY);
    }
}

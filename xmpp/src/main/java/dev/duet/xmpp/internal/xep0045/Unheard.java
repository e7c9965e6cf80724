package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Failure;
import dev.duet.spi.Newest;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What was said into a room that has not passed it on yet. A room does not take what somebody says who is not there
 * (XEP-0045 7.4): then it is said once more, when the user is back in.
 */
@OnLoop
final class Unheard {

    private static final int MOST = 1_000;

    private final Map<String, Xml> said = Newest.map(MOST);
    private final Map<String, Xml> again = Newest.map(MOST);
    private final List<Xml> refused = new ArrayList<>();
    private @Nullable Failure why;

    /** That is on its way to the room. */
    void said(Xml message) {
        String id = message.attribute("id", "");
        if (!id.isEmpty() && !again.containsKey(id)) {
            said.put(id, message);
        }
    }

    /** The room passed it on. */
    void heard(String id) {
        said.remove(id);
        again.remove(id);
    }

    /** The room did not take it, since we are not there; true when it is kept, to be said once more. */
    boolean refused(String id, Failure failure) {
        Xml message = said.remove(id);
        if (message == null) {
            return false;
        }
        again.put(id, message);
        refused.add(message);
        why = failure;
        return true;
    }

    /** True while something waits to be said once more. */
    boolean isWaiting() {
        return !refused.isEmpty();
    }

    /** What is to be said once more, in the order in which it was said. */
    List<Xml> take() {
        List<Xml> taken = List.copyOf(refused);
        refused.clear();
        return taken;
    }

    /** The refusal stands. */
    void give(BiConsumer<Xml, Failure> up) {
        Failure failure = why;
        if (failure != null) {
            take().forEach(message -> up.accept(message, failure));
        }
    }
}

package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Address;
import dev.duet.spi.OnLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Messages that were sent, so that only their addressee can tell more of them. Outlives the session. */
@OnLoop
public final class Sent {

    private static final int REMEMBERED = 2_000;

    private final Map<String, Address.Xmpp> addressees = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Address.Xmpp> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Set<String> unwritten = new LinkedHashSet<>();

    void queued(String id, Address.Xmpp to) {
        addressees.put(id, to.bare());
        unwritten.add(id);
    }

    /** True when it was one of ours and waited. */
    boolean written(String id) {
        return unwritten.remove(id);
    }

    /** True when that message was sent to that address. */
    boolean wasTo(String id, Address.Xmpp address) {
        return address.bare().equals(addressees.get(id));
    }

    /** True for a message of ours. */
    boolean knows(String id) {
        return addressees.containsKey(id);
    }

    /** The messages that never left, which are then forgotten. */
    public List<String> takeUnwritten() {
        List<String> left = new ArrayList<>(unwritten);
        unwritten.clear();
        return left;
    }
}

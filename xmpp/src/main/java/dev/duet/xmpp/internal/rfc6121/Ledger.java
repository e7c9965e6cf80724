package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Address;
import dev.duet.spi.Newest;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote what to whom, as far as receipts and markers need it: only the addressee can tell more of a message, and
 * only a sender who asked is told that it was shown. Outlives the session; bounded.
 */
@OnLoop
public final class Ledger {

    private static final int MOST = 10_000;

    private final Map<String, Address.Xmpp> addressees = Newest.map(MOST);
    private final Map<String, Address.Xmpp> markable = Newest.map(MOST);
    private final Set<Wish> receipts = Newest.set(MOST);
    private final Map<String, Address.Xmpp> told = Newest.map(MOST);
    private final Map<String, Address.Xmpp> arrived = Newest.map(MOST);
    private final List<Xml> unsent = new ArrayList<>();
    private final Receptions receptions = new Receptions();

    /** A sender wants to know when that message has come. */
    private record Wish(Address.Xmpp from, String id) {}

    /** What the account does not have for good yet. */
    public Receptions receptions() {
        return receptions;
    }

    /** A message of ours to somebody. */
    void wrote(String id, Address.Xmpp to) {
        addressees.put(id, to.bare());
    }

    /** True when that message was sent to that address. */
    public boolean wasTo(String id, Address.Xmpp address) {
        return address.bare().equals(addressees.get(id));
    }

    /** True for a message of ours. */
    boolean knows(String id) {
        return addressees.containsKey(id);
    }

    /** A message came whose sender wants to know when it is shown. */
    void markable(String id, Address.Xmpp from) {
        markable.put(id, from.bare());
    }

    /**
     * Notes that a message of somebody's is told to the user.
     *
     * @param keys what it is known by, unlike among that sender's messages
     * @return false when it was told before
     */
    public boolean tellsFirst(Address.Xmpp from, List<String> keys) {
        Address.Xmpp sender = from.bare();
        boolean first = true;
        for (String key : keys) {
            first &= !sender.equals(told.put(key, sender));
        }
        return first;
    }

    /** The sender who waits to be told of that message, or null; asked for once. */
    Address.@Nullable Xmpp takeMarkable(String id, Address.Xmpp from) {
        return from.bare().equals(markable.get(id)) ? markable.remove(id) : null;
    }

    /** Notes that a sender wants to know when a message has come. */
    void wantsReceipt(String id, Address.Xmpp from) {
        receipts.add(new Wish(from, id));
    }

    /** True for a sender who wants to know that a message has come; asked for once. */
    boolean takeReceipt(String id, Address.Xmpp from) {
        return receipts.remove(new Wish(from, id));
    }

    /** Keeps a message for the next session, unless it is known to have arrived. */
    public void keep(Xml message) {
        if (!hasArrived(message)) {
            unsent.add(message);
        }
    }

    /** Keeps messages that went out before those that are kept already, and may not have reached the server. */
    public void keepFirst(List<Xml> messages) {
        unsent.addAll(
                0, messages.stream().filter(message -> !hasArrived(message)).toList());
    }

    /** Gives up a message, if it is kept: it is not sent. */
    public void withdraw(String id) {
        unsent.removeIf(message -> id.equals(message.attribute("id")));
    }

    /** How many messages are kept. */
    public int kept() {
        return unsent.size();
    }

    /**
     * A message of ours turned out to have arrived: it is not sent again, whether it is kept already or will be, since
     * the server did not come to acknowledge it.
     */
    public void arrived(String id) {
        Address.Xmpp to = addressees.get(id);
        if (to != null) {
            arrived.put(id, to);
        }
        unsent.removeIf(message -> id.equals(message.attribute("id")));
    }

    /** True for a message that turned out to have arrived. */
    public boolean hasArrived(Xml message) {
        return arrived.containsKey(message.attribute("id", ""));
    }

    /** What was kept, in order, and is then forgotten. */
    public List<Xml> takeKept() {
        List<Xml> kept = List.copyOf(unsent);
        unsent.clear();
        return kept;
    }
}

package dev.duet.xmpp.internal.xep0030;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What the devices of others can do. One device is asked for each short form that is new; what it answers is believed
 * of all that carry the form only when the hash proves it, else of that device alone.
 */
@OnLoop
public final class CapsBook {

    private static final int MAX_WAITING = 1_000;

    private final Iqs iqs;
    private final LinkListener listener;
    private final CapsCache cache;
    private final Map<Address.Xmpp, DiscoInfo> devices = new HashMap<>();
    private final Map<Address.Xmpp, Caps> claimed = new HashMap<>();
    private final Map<Caps, Queue<Address.Xmpp>> waiting = new HashMap<>();

    /** A book of a session, with what was proven before. */
    public CapsBook(Iqs iqs, LinkListener listener, CapsCache cache) {
        this.iqs = iqs;
        this.listener = listener;
        this.cache = cache;
    }

    /** A device sent presence. */
    public void available(Address.Xmpp device, Xml presence) {
        Caps caps = Caps.read(presence);
        if (caps == null || caps.equals(claimed.put(device, caps))) {
            return;
        }
        DiscoInfo known = cache.find(caps);
        if (known != null) {
            learnt(device, known);
            return;
        }
        Queue<Address.Xmpp> others = waiting.get(caps);
        if (others == null) {
            waiting.put(caps, new ArrayDeque<>());
            ask(device, caps);
        } else if (others.size() < MAX_WAITING) {
            others.add(device);
        }
    }

    /** Tells all again, to somebody who forgot it while there was no stream. */
    public void repeat() {
        devices.forEach((device, info) -> listener.capabilities(device, info.capabilities()));
    }

    /** A device is gone. */
    public void unavailable(Address.Xmpp device) {
        devices.remove(device);
        claimed.remove(device);
    }

    /** True when any of these devices has that feature, or is just being asked. */
    public boolean anyMayHave(Iterable<Address.Xmpp> of, String feature) {
        for (Address.Xmpp device : of) {
            DiscoInfo info = devices.get(device);
            Caps caps = claimed.get(device);
            boolean asked = info == null && caps != null && waiting.containsKey(caps);
            if (asked || info != null && info.features().contains(feature)) {
                return true;
            }
        }
        return false;
    }

    /** True when that device is known to have that feature. */
    public boolean has(Address.Xmpp device, String feature) {
        DiscoInfo info = devices.get(device);
        return info != null && info.features().contains(feature);
    }

    private void ask(Address.Xmpp device, Caps caps) {
        Xml query = Xml.element("query", DiscoInfo.NAMESPACE)
                .attribute("node", caps.queryNode())
                .build();
        iqs.get(device, query, answer -> answered(device, caps, answer.payload("query", DiscoInfo.NAMESPACE)));
    }

    private void answered(Address.Xmpp device, Caps caps, @Nullable Xml query) {
        Queue<Address.Xmpp> others = waiting.getOrDefault(caps, new ArrayDeque<>());
        if (query != null) {
            DiscoInfo info = DiscoInfo.read(query);
            if (caps.equals(claimed.get(device))) {
                learnt(device, info);
            }
            if (caps.verifies(query)) {
                cache.put(caps, info);
                waiting.remove(caps);
                others.stream().filter(other -> caps.equals(claimed.get(other))).forEach(other -> learnt(other, info));
                return;
            }
        }
        for (Address.Xmpp next = others.poll(); next != null; next = others.poll()) {
            if (caps.equals(claimed.get(next))) {
                ask(next, caps);
                return;
            }
        }
        waiting.remove(caps);
    }

    private void learnt(Address.Xmpp device, DiscoInfo info) {
        devices.put(device, info);
        listener.capabilities(device, info.capabilities());
    }
}

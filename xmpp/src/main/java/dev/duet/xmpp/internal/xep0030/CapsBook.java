package dev.duet.xmpp.internal.xep0030;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the devices of others can do. One device is asked for each short form that is new; what it answers is believed
 * of all that carry the form only when the hash proves it, else of that device alone. While it is silent, the next is
 * asked, too: a server that keeps the session of a device without network (XEP-0198) shows it as there.
 */
@OnLoop
public final class CapsBook {

    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int MAX_WAITING = 1_000;

    private final Iqs iqs;
    private final Loop loop;
    private final LinkListener listener;
    private final CapsCache cache;
    private final Map<Address.Xmpp, DiscoInfo> devices = new HashMap<>();
    private final Map<Address.Xmpp, CapsForm> claimed = new HashMap<>();
    private final Map<CapsForm, Question> waiting = new HashMap<>();

    /** What a short form means. */
    private static final class Question {
        private final Queue<Address.Xmpp> others = new ArrayDeque<>();
        private final Set<Address.Xmpp> liars = new HashSet<>();
        private int asked;
        private boolean unanswered;
    }

    /** A book of a session, with what was proven before. */
    public CapsBook(Iqs iqs, Loop loop, LinkListener listener, CapsCache cache) {
        this.iqs = iqs;
        this.loop = loop;
        this.listener = listener;
        this.cache = cache;
    }

    /** A device sent presence. */
    public void available(Address.Xmpp device, Xml presence) {
        CapsForm caps = CapsForm.read(presence);
        if (caps == null || caps.equals(claimed.put(device, caps))) {
            return;
        }
        DiscoInfo known = cache.find(caps);
        if (known != null) {
            learnt(device, known);
            return;
        }
        Question open = waiting.get(caps);
        if (open == null) {
            Question first = new Question();
            waiting.put(caps, first);
            ask(first, device, caps);
        } else if (open.unanswered) {
            open.unanswered = false;
            ask(open, device, caps);
        } else if (open.others.size() < MAX_WAITING) {
            open.others.add(device);
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
            CapsForm caps = claimed.get(device);
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

    private void ask(Question open, Address.Xmpp device, CapsForm caps) {
        open.asked++;
        loop.schedule(PATIENCE, () -> {
            if (waiting.get(caps) == open && !askNext(open, caps)) {
                open.unanswered = true;
            }
        });
        Xml query = Xml.element("query", DiscoInfo.NAMESPACE)
                .attribute("node", caps.queryNode())
                .build();
        iqs.get(device, query, answer -> answered(open, device, caps, answer.payload("query", DiscoInfo.NAMESPACE)));
    }

    private boolean askNext(Question open, CapsForm caps) {
        for (Address.Xmpp next = open.others.poll(); next != null; next = open.others.poll()) {
            if (caps.equals(claimed.get(next))) {
                ask(open, next, caps);
                return true;
            }
        }
        return false;
    }

    private void answered(Question open, Address.Xmpp device, CapsForm caps, @Nullable Xml query) {
        open.asked--;
        if (query != null) {
            DiscoInfo info = DiscoInfo.read(query);
            if (caps.equals(claimed.get(device))) {
                learnt(device, info);
            }
            if (caps.verifies(query)) {
                cache.put(caps, info);
                waiting.remove(caps, open);
                claimed.forEach((other, form) -> {
                    if (caps.equals(form) && !other.equals(device) && !open.liars.contains(other)) {
                        learnt(other, info);
                    }
                });
                return;
            }
            open.liars.add(device);
        }
        if (open.asked == 0 && !askNext(open, caps)) {
            waiting.remove(caps, open);
        }
    }

    private void learnt(Address.Xmpp device, DiscoInfo info) {
        devices.put(device, info);
        listener.capabilities(device, info.capabilities());
    }
}

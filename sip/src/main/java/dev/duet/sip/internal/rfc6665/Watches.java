package dev.duet.sip.internal.rfc6665;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.spi.LinkListener;
import java.util.HashMap;
import java.util.Map;

/** Everybody whose presence an account wants to know. On the loop. */
public final class Watches {

    private final UserAgent agent;
    private final LinkListener listener;
    private final Map<Address, Watch> watches = new HashMap<>();
    private boolean online;

    /** Nobody yet. */
    public Watches(UserAgent agent, LinkListener listener) {
        this.agent = agent;
        this.listener = listener;
    }

    /** Begins to watch somebody, as soon as there is a server. */
    public void watch(long operation, Address contact) {
        if (!(contact.bare() instanceof Address.Sip sip)) {
            listener.failed(
                    operation,
                    Failure.of(
                            Failure.Kind.UNSUPPORTED,
                            Failure.Origin.LOCAL,
                            Failure.Retry.NEVER,
                            "Only SIP addresses have presence here, unlike " + contact));
            return;
        }
        if (watches.containsKey(sip)) {
            listener.completed(operation);
            return;
        }
        Watch watch = new Watch(agent, sip, operation, listener);
        watches.put(sip, watch);
        if (online) {
            watch.begin();
        }
    }

    /** Ends that. */
    public void unwatch(Address contact) {
        Watch watch = watches.remove(contact.bare());
        if (watch != null) {
            watch.end();
        }
    }

    /** The server is there. */
    public void online() {
        online = true;
        watches.values().forEach(Watch::begin);
    }

    /** The server is not there any more. */
    public void offline() {
        online = false;
        watches.values().forEach(Watch::suspend);
    }
}

package dev.duet.model;

import java.util.Map;
import java.util.Objects;

/**
 * Where a server is to tell of what comes while the user's device sleeps (XEP-0357).
 *
 * @param service the push service of the application
 * @param node which device, as that service knows it
 * @param options what the service wants to be told each time, such as a secret of its own, which {@link #toString} does
 *     not show
 */
public record PushTarget(Address service, String node, Map<String, String> options) {

    public PushTarget {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(node, "node");
        options = Map.copyOf(options);
    }

    /** Without options. */
    public static PushTarget of(Address service, String node) {
        return new PushTarget(service, node, Map.of());
    }

    @Override
    public String toString() {
        return "PushTarget[" + service + ", " + node + ", options " + options.keySet() + "]";
    }
}

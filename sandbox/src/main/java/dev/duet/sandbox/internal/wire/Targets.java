package dev.duet.sandbox.internal.wire;

import java.net.InetSocketAddress;

/** Checks of where a wire leads. */
final class Targets {

    private Targets() {}

    static void requireResolved(InetSocketAddress target) {
        if (target.isUnresolved() || target.getPort() == 0) {
            throw new IllegalArgumentException("A wire needs an address and a port to lead to, not " + target);
        }
    }
}

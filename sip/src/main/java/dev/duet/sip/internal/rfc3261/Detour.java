package dev.duet.sip.internal.rfc3261;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way of requests that are too large for a datagram (RFC 3261 18.1.1): connections beside UDP. On the loop. */
public interface Detour {

    /** None: all goes by the way to the server. */
    Detour NONE = new Detour() {
        @Override
        public void open(InetSocketAddress hop, Consumer<@Nullable Flow> then) {
            then.accept(null);
        }

        @Override
        public @Nullable Flow opened(InetSocketAddress hop) {
            return null;
        }

        @Override
        public void end() {}
    };

    /**
     * Opens a connection, or takes the one that is there.
     *
     * @param then told, perhaps later, by which way; null when nobody there takes connections
     */
    void open(InetSocketAddress hop, Consumer<@Nullable Flow> then);

    /** The connection that is there; null without one. */
    @Nullable
    Flow opened(InetSocketAddress hop);

    /** Closes all of them; who still waits is told nothing. */
    void end();
}

package dev.duet.spi;

import dev.duet.model.LinkConfig;
import dev.duet.model.Protocol;

/** One protocol in one runtime: what all accounts share, such as sockets and threads. */
public interface ProtocolStack extends AutoCloseable {

    /** The protocol. */
    Protocol protocol();

    /**
     * Makes the half of one account. Nothing is sent before {@link Link#connect()}.
     *
     * @param config of this stack's protocol
     * @param listener gets the facts
     */
    @OnLoop
    Link link(LinkConfig config, LinkListener listener);

    /**
     * Ends all links at once, without a good-bye on the wire to those that were not closed before, and gives back
     * sockets and threads. May block, up to 2 s; not called on the loop. Does nothing the second time.
     */
    @Override
    void close();

    /** Finds a stack through {@link java.util.ServiceLoader}. */
    interface Provider {

        /** The protocol that it is for. */
        Protocol protocol();

        /** Makes the stack. Quick: threads and sockets come with the first link. */
        ProtocolStack create(RuntimeContext context);
    }
}

package dev.duet.sandbox.internal.wire;

import java.net.InetSocketAddress;

/** Carries bytes between clients and a target. */
public interface Relay extends AutoCloseable {

    /** Where clients go in place of the target. */
    InetSocketAddress address();

    @Override
    void close();
}

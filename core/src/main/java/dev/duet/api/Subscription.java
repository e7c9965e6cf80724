package dev.duet.api;

/** A handler's registration. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /** Ends it: the handler gets no further event, though one may be on its way. Does nothing the second time. */
    @Override
    void close();
}

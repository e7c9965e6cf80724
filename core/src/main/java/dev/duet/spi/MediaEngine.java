package dev.duet.spi;

/** The media layer of one runtime: all calls of all accounts on few threads. */
public interface MediaEngine extends AutoCloseable {

    /**
     * Loads and computes in the background what the first call would else wait for. From any thread; returns at once.
     */
    void warmUp();

    /**
     * Makes the media of one call attempt. Nothing is opened before the first offer or answer is asked for.
     */
    @OnLoop
    MediaSession session(MediaRequest request, MediaSession.Listener listener);

    /** Ends all sessions and threads. May block, up to 2 s; not called on the loop. Does nothing the second time. */
    @Override
    void close();

    /** Finds an engine through {@link java.util.ServiceLoader}. */
    interface Provider {

        /** Makes the engine. Quick: threads come with the first session or with the warm-up. */
        MediaEngine create(RuntimeContext context);
    }
}

package dev.duet.media;

import dev.duet.media.internal.session.Engine;
import dev.duet.spi.MediaEngine;
import dev.duet.spi.RuntimeContext;

/** Duet's media engine, found through {@link java.util.ServiceLoader}. Applications have no need of it. */
public final class DuetMediaProvider implements MediaEngine.Provider {

    /** For the service loader. */
    public DuetMediaProvider() {}

    @Override
    public MediaEngine create(RuntimeContext context) {
        return new Engine(context);
    }
}

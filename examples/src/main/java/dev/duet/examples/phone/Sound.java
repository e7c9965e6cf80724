package dev.duet.examples.phone;

import dev.duet.api.Call;
import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import java.util.function.Supplier;

/** Gives each call its sound: the same for all, each from its beginning. */
final class Sound {

    private final Supplier<AudioSource> sources;
    private final Supplier<AudioSink> sinks;

    Sound(Supplier<AudioSource> sources, Supplier<AudioSink> sinks) {
        this.sources = sources;
        this.sinks = sinks;
    }

    /** Connects a new call. */
    void connect(Call call) {
        call.media().source(sources.get());
        call.media().sink(sinks.get());
    }
}

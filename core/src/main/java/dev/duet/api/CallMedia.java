package dev.duet.api;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.model.CallQuality;
import dev.duet.model.MediaPath;
import java.util.Optional;

/**
 * The sound of a call. Source and sink may be set at any time, before the answer, too; they are closed when the call
 * ends or another takes their place.
 *
 * <p>Not to be implemented by applications.
 */
public interface CallMedia {

    /** Where the sound comes from; silence unless told otherwise. */
    void source(AudioSource source);

    /** Where the sound goes; nowhere unless told otherwise. */
    void sink(AudioSink sink);

    /** Sends silence while true. */
    void mute(boolean muted);

    /** Whether silence is sent by wish. */
    boolean muted();

    /** The newest figures. */
    CallQuality quality();

    /**
     * The way that packets take now. Empty before ICE found one, while it is lost, without ICE, where packets go as the
     * two sides described, and when the call is over.
     */
    Optional<MediaPath> path();
}

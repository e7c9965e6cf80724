package dev.duet.internal.call;

import dev.duet.api.CallMedia;
import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.model.CallPhase;
import dev.duet.model.CallQuality;
import dev.duet.model.CallState;
import dev.duet.model.MediaPath;
import dev.duet.spi.MediaSession;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The sound that the application gave a call. A source waits here until the call is answered or the caller hears this
 * side early, so that none of it is played to nobody; a sink waits until the other side knows that it is heard: until
 * the call is answered, or the other side sends early. Both wait until no other route can be tried; a session that got
 * them closes them, unless they go over to the call that takes this one's place (its heir).
 */
final class CallSound implements CallMedia {

    private final Executor loop;
    private final Executor closing;
    private @Nullable MediaSession session; // this and all below: on the loop
    private boolean speaks;
    private boolean hears;
    private @Nullable AudioSource source;
    private @Nullable AudioSink sink;
    private @Nullable MovableSource playing;
    private @Nullable MovableSink recording;
    private boolean ownSource;
    private boolean ownSink;
    private @Nullable CallSound heir;
    private @Nullable CallSound forebear;
    private boolean over;
    private volatile boolean muted;
    private volatile CallQuality quality = CallQuality.NONE;
    private volatile @Nullable MediaSession measured;

    CallSound(Executor loop, Executor closing) {
        this.loop = loop;
        this.closing = closing;
    }

    void opened(MediaSession newSession) {
        session = newSession;
        measured = newSession;
        newSession.mute(muted);
    }

    void moved(CallState state) {
        boolean answered = state.phase() == CallPhase.CONNECTING || state.phase() == CallPhase.ACTIVE;
        speaks = answered || state instanceof CallState.Incoming incoming && incoming.earlyMedia();
        hears = answered || state instanceof CallState.Alerting alerting && alerting.earlyMedia();
        if (answered && forebear != null) {
            forebear.passOn();
        }
        handOver();
    }

    /** That call takes the place of this one: its sound goes over when that is answered, or this one ends before. */
    void goesOnAs(CallSound next) {
        heir = next;
        next.forebear = this;
    }

    private void passOn() {
        CallSound next = heir;
        if (next == null) {
            return;
        }
        heir = null;
        next.forebear = null;
        if (next.over) {
            return;
        }
        if (muted) {
            next.mute(true);
        }
        AudioSource said = source == null && playing != null ? playing.take() : source;
        AudioSink heard = sink == null && recording != null ? recording.take() : sink;
        source = null;
        sink = null;
        next.inherit(said, heard);
    }

    private void inherit(@Nullable AudioSource said, @Nullable AudioSink heard) {
        if (ownSource) {
            drop(said);
        } else {
            source = said;
        }
        if (ownSink) {
            drop(heard);
        } else {
            sink = heard;
        }
        handOver();
    }

    /** The call goes on by other media: its sound, too. */
    void moveTo(MediaSession next) {
        MediaSession before = session;
        AudioSource said = playing == null ? null : playing.take();
        AudioSink heard = recording == null ? null : recording.take();
        source = source == null ? said : source;
        sink = sink == null ? heard : sink;
        opened(next);
        if (before != null) {
            before.close();
        }
        handOver();
    }

    /** Ends the media of the attempt; the application's sound stays unless it was handed over, or goes to the heir. */
    void closeSession() {
        passOn();
        MediaSession current = session;
        session = null;
        measured = null;
        if (current != null) {
            quality = current.quality();
            current.close();
        }
    }

    /** The call is over: what was never handed over is closed here. */
    void end() {
        over = true;
        if (forebear != null) {
            forebear.heir = null;
            forebear = null;
        }
        drop(source);
        drop(sink);
        source = null;
        sink = null;
    }

    @Override
    public void source(AudioSource newSource) {
        loop.execute(() -> {
            drop(source);
            source = newSource;
            ownSource = true;
            handOver();
        });
    }

    @Override
    public void sink(AudioSink newSink) {
        loop.execute(() -> {
            drop(sink);
            sink = newSink;
            ownSink = true;
            handOver();
        });
    }

    @Override
    public void mute(boolean newMuted) {
        muted = newMuted;
        loop.execute(() -> {
            if (session != null) {
                session.mute(muted);
            }
        });
    }

    @Override
    public boolean muted() {
        return muted;
    }

    @Override
    public CallQuality quality() {
        MediaSession current = measured;
        return current == null ? quality : current.quality();
    }

    @Override
    public Optional<MediaPath> path() {
        MediaSession current = measured;
        return current == null ? Optional.empty() : Optional.ofNullable(current.path());
    }

    private void handOver() {
        if (over) {
            end();
            return;
        }
        if (session != null && source != null && speaks) {
            playing = new MovableSource(source);
            session.source(playing);
            source = null;
        }
        if (session != null && sink != null && hears) {
            recording = new MovableSink(sink);
            session.sink(recording);
            sink = null;
        }
    }

    private void drop(@Nullable AudioSource unused) {
        if (unused != null) {
            closing.execute(unused::close);
        }
    }

    private void drop(@Nullable AudioSink unused) {
        if (unused != null) {
            closing.execute(unused::close);
        }
    }
}

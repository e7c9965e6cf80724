package dev.duet.sip.internal.call;

import dev.duet.model.Conference;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc6665.ConferenceWatch;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.CallLeg;
import org.jspecify.annotations.Nullable;

/** Whether the other side of a call is a conference (RFC 4579), and who takes part in it. On the loop. */
final class Focus {

    /** Nobody has this side ask more places than that in one call. */
    private static final int MOST = 10;

    private final UserAgent agent;
    private final Dialog dialog;
    private final CallLeg.Listener listener;
    private String uri = "";
    private int watches;
    private @Nullable ConferenceWatch watch;

    Focus(UserAgent agent, Dialog dialog, CallLeg.Listener listener) {
        this.agent = agent;
        this.dialog = dialog;
        this.listener = listener;
    }

    /** The call was accepted. */
    void start() {
        dialog.onTarget(this::look);
        uri = now();
        if (dialog.wasFocus()) {
            listener.conference(uri.isEmpty() ? null : Conference.UNTOLD); // it may be another one than while it rang
        }
        watch();
    }

    /** There is a way to the server again. */
    void online() {
        ConferenceWatch current = watch;
        if (current != null) {
            current.begin();
        }
    }

    void stop() {
        dialog.onTarget(() -> {});
        ConferenceWatch current = watch;
        watch = null;
        if (current != null) {
            current.end();
        }
    }

    private void look() {
        String next = now();
        if (!next.equals(uri)) {
            ConferenceWatch before = watch;
            watch = null;
            if (before != null) {
                before.end();
            }
            uri = next;
            listener.conference(uri.isEmpty() ? null : Conference.UNTOLD);
            watch();
        }
    }

    private String now() {
        return dialog.isFocus() ? dialog.remoteTarget() : "";
    }

    private void watch() {
        boolean asks = agent.config().conferenceInfo() && !dialog.isAnonymous();
        if (asks && Sip.isSip(uri) && ++watches <= MOST) {
            ConferenceWatch next = new ConferenceWatch(agent, uri, this::told);
            watch = next;
            next.begin();
        }
    }

    private void told(Conference conference) {
        listener.conference(conference);
    }
}

package dev.duet.sip.internal.call;

import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.sip.internal.stack.Sip;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our candidates that follow a description, by INFO within one dialog (RFC 8840): one request at a time, each with all
 * candidates of the generation so far (4.4). They wait until both sides have the dialog and the description, and are
 * for those only who have said that they take them. On the loop.
 */
final class Trickle {

    private static final Logger LOG = LoggerFactory.getLogger(Trickle.class);

    private final UserAgent agent;
    private final Dialog dialog;
    private final Descriptions descriptions;
    private @Nullable SessionDescription ours;
    private @Nullable SessionDescription before;
    private boolean open;
    private boolean news;
    private boolean pending;
    private boolean over;

    Trickle(UserAgent agent, Dialog dialog, Descriptions descriptions) {
        this.agent = agent;
        this.dialog = dialog;
        this.descriptions = descriptions;
    }

    /** True for a message whose sender takes candidates in INFO (RFC 6086 5.2.3). */
    static boolean isTakenBy(Message message) {
        return tells(message) && isNamed(Sip.values(message, "Recv-Info"));
    }

    /** True for a message that says which INFO its sender takes; others leave that as it was. */
    static boolean tells(Message message) {
        return !Sip.values(message, "Recv-Info").isEmpty();
    }

    private static boolean isNamed(List<String> packages) {
        return packages.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .anyMatch(each -> each.strip().split(";", 2)[0].strip().equalsIgnoreCase(TrickleFragment.PACKAGE));
    }

    /** True once it knows our description. */
    boolean isDescribed() {
        return ours != null;
    }

    /** Our description leaves, and what follows waits until {@link #agreed} or {@link #refused}; as it is to leave. */
    SessionDescription describe(SessionDescription description) {
        SessionDescription known = ours;
        before = known;
        SessionDescription whole = known == null ? description : LocalCandidates.carried(known, description);
        ours = whole;
        open = false;
        news = false;
        return whole;
    }

    /** Both sides have the dialog, and the other one our description. */
    void agreed() {
        open = descriptions.areCandidatesTaken();
        send();
    }

    /** The other side did not take our description: the one before counts again. */
    void refused() {
        if (before != null) {
            ours = before;
            before = null;
        }
        agreed();
    }

    /** Says what we have, though it may be no news, so that the other side learns that we have the dialog. */
    void confirm() {
        news = true;
        send();
    }

    void candidate(String mediaId, IceCandidate candidate) {
        add(known -> LocalCandidates.with(known, mediaId, candidate));
    }

    void endOfCandidates(String mediaId) {
        add(known -> LocalCandidates.ended(known, mediaId));
    }

    void stop() {
        over = true;
    }

    /** Our description with all that was found since it left. */
    void found(SessionDescription now) {
        news |= !now.equals(ours);
        ours = now;
        send();
    }

    private void add(UnaryOperator<SessionDescription> more) {
        if (ours != null) {
            found(more.apply(ours));
        }
    }

    private void send() {
        SessionDescription known = ours;
        if (!open || !news || pending || over || known == null) {
            return;
        }
        news = false;
        String body = TrickleFragment.write(known);
        if (body.isEmpty()) {
            return;
        }
        pending = true;
        Request info = dialog.request(Request.INFO)
                .header("Info-Package", TrickleFragment.PACKAGE)
                .header("Content-Disposition", "Info-Package")
                .body(TrickleFragment.MEDIA_TYPE, body.getBytes(StandardCharsets.UTF_8))
                .build();
        agent.send(dialog, info, new Told());
    }

    private final class Told implements Outcome {

        @Override
        public void done(Response response) {
            pending = false;
            int status = response.getStatusCode();
            if (status / 100 == 2) {
                send();
            } else {
                LOG.info("{} takes no candidates: {}", dialog.id().callId(), status);
                open = false;
            }
        }

        @Override
        public void failed(Failure failure) {
            pending = false;
            LOG.info("Candidates of {} were not sent: {}", dialog.id().callId(), failure.message());
            open = false;
        }
    }
}

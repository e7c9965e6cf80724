package dev.duet.sip.internal.call;

import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc8866.SdpException;
import java.util.List;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** The offer in the 2xx to an INVITE of ours without one: it is answered in the ACK (RFC 3261 13.2.1). On the loop. */
final class LateOffer {

    private final UserAgent agent;
    private final Descriptions descriptions;
    private @Nullable Held held;

    LateOffer(UserAgent agent, Descriptions descriptions) {
        this.agent = agent;
        this.descriptions = descriptions;
    }

    /** The callee accepted, and waits for an answer and an ACK. */
    void hold(EarlyDialogs.Early branch, Response response, SessionDescription offer) {
        held = new Held(branch, response, offer);
    }

    /** Who waits; null for nobody. */
    @Nullable
    Held held() {
        return held;
    }

    /** True when that dialog's callee waits. */
    boolean isOf(Dialog.Id id) {
        return held != null && held.branch().dialog().id().equals(id);
    }

    /** The ACK with our answer. */
    Request answer(Held waiting, SessionDescription answer) {
        Request ack = ack(waiting);
        descriptions.write(ack, waiting.branch().offers().trickle().describe(answer), Session.localHost(agent));
        return ack;
    }

    /** The ACK that takes nothing of the offer, as there has to be before a BYE (RFC 3261 13.2.2.4). */
    Request reject(Held waiting) {
        Request ack = ack(waiting);
        reject(ack, waiting.offer());
        return ack;
    }

    /** Answers the offer of a response with nothing, where there is one that is understood. */
    void reject(Message message, Response response) {
        try {
            SessionDescription offer = new Descriptions().read(response);
            if (offer != null) {
                reject(message, offer);
            }
        } catch (SdpException e) {
            // there is nothing to answer
        }
    }

    private void reject(Message message, SessionDescription offer) {
        SessionDescription nothing = new SessionDescription(
                offer.media().stream()
                        .map(medium -> medium.toBuilder().rejected(true).build())
                        .toList(),
                List.of(),
                false);
        new Descriptions().write(message, nothing, Session.localHost(agent));
    }

    private Request ack(Held waiting) {
        held = null;
        return waiting.branch().dialog().ack(Dialog.sequence(waiting.response()));
    }

    /** A callee who waits. */
    record Held(EarlyDialogs.Early branch, Response response, SessionDescription offer) {}
}

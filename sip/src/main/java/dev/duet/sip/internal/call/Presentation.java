package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.CallOptions;
import dev.duet.model.SipPrivacy;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3323.Privacy;
import dev.duet.sip.internal.rfc5373.AlertInfo;
import dev.duet.sip.internal.rfc5373.AnswerModes;
import dev.duet.sip.internal.rfc6993.CallInfo;
import java.util.Set;

/**
 * How a call of this side's presents itself to whoever is called: who calls, how it wishes to be answered and how it is
 * to ring.
 *
 * @param callerName what to call the caller; may be empty
 */
record Presentation(UserAgent agent, String callerName, CallOptions options) {

    /** What is asked to be hidden: of this call, or else of all calls of the account. */
    private Set<SipPrivacy> privacy() {
        Set<SipPrivacy> own = options.privacy();
        return own == null ? agent.config().privacy() : own;
    }

    /**
     * Puts it into an INVITE.
     *
     * @param tag of From
     */
    void write(RequestBuilder invite, String tag) {
        tellWhoCalls(invite, tag);
        String mode = AnswerModes.value(options.answer());
        if (!mode.isEmpty()) {
            invite.opaqueHeader(AnswerModes.NAME, mode);
        }
        if (options.answer().required()) { // who does not know of it would let it ring (RFC 3261 8.2.2.3)
            invite.header("Require", AnswerModes.OPTION);
        }
        String alerts = AlertInfo.value(options.alerts());
        if (!alerts.isEmpty()) {
            invite.opaqueHeader(AlertInfo.NAME, alerts);
        }
    }

    /**
     * Or does not: an anonymous call has nothing in it that names its caller to those who are called (RFC 3323 4.1).
     */
    private void tellWhoCalls(RequestBuilder invite, String tag) {
        String self = agent.self().uri();
        Set<SipPrivacy> privacy = privacy();
        if (!privacy.isEmpty()) {
            invite.opaqueHeader(Privacy.NAME, Privacy.value(privacy));
        }
        if (privacy.contains(SipPrivacy.CRITICAL)) {
            invite.header("Proxy-Require", Privacy.OPTION);
        }
        if (SipPrivacy.hidesCaller(privacy)) {
            invite.from("sip:anonymous@anonymous.invalid", "Anonymous", tag)
                    .header("Contact", agent.anonymousContact())
                    .opaqueHeader("P-Preferred-Identity", "<" + self + ">") // for the own server (RFC 3325 9.2)
                    .without("User-Agent");
            return;
        }
        invite.from(self, callerName, tag).header("Contact", agent.contact());
        Address.Xmpp impp = agent.config().impp();
        if (impp != null) {
            invite.opaqueHeader(CallInfo.NAME, CallInfo.value(impp));
        }
    }
}

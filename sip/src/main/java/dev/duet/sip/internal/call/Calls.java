package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.CallHop;
import dev.duet.model.CallOptions;
import dev.duet.model.Conference;
import dev.duet.model.EndReason;
import dev.duet.model.PersonClaim;
import dev.duet.model.SipLimits;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3515.ReferredBy;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.rfc5373.AlertInfo;
import dev.duet.sip.internal.rfc5373.AnswerModes;
import dev.duet.sip.internal.rfc6993.CallInfo;
import dev.duet.sip.internal.rfc7044.Diversion;
import dev.duet.sip.internal.rfc7044.HistoryInfo;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Lingering;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.sip.internal.stack.Tokens;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.spi.LinkListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one account. On the loop. */
public final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private static final Duration AFTERWARDS = Duration.ofSeconds(40);

    private final UserAgent agent;
    private final LinkListener listener;
    private final Host host;
    private final Set<CallParty> calls = new LinkedHashSet<>();
    private final Map<Invite, IncomingCall> invited = new HashMap<>();
    private final Lingering<EndedDialog> endedDialogs;
    private final Crowd<IncomingCall> ringing;
    private final Crowd<IncomingCall> dialogs;
    private final Crowd<IncomingReferral> referrals;
    private boolean leaving;

    /**
     * No calls yet.
     *
     * @param messages takes a MESSAGE within a call
     */
    public Calls(UserAgent agent, LinkListener listener, Consumer<IncomingRequest> messages) {
        this.agent = agent;
        this.listener = listener;
        SipLimits limits = agent.config().limits();
        this.ringing = new Crowd<>(limits.ringing(), IncomingCall::isRinging);
        this.dialogs = new Crowd<>(limits.dialogs(), calls::contains);
        this.referrals = new Crowd<>(limits.subscriptions(), referral -> !referral.isOver());
        this.endedDialogs = new Lingering<>(agent.loop(), AFTERWARDS, ended -> agent.dialogs()
                .remove(ended.id().callId(), ended.id().localTag(), ended));
        this.host = new Host() {
            @Override
            public UserAgent agent() {
                return agent;
            }

            @Override
            public void message(IncomingRequest request) {
                messages.accept(request);
            }

            @Override
            public CallLeg dial(
                    Address target, String callerName, CallOptions options, Errand errand, CallLeg.Listener facts) {
                return begin(target, callerName, options, errand, facts);
            }

            @Override
            public void over(CallParty party) {
                calls.remove(party);
                if (party instanceof IncomingCall incoming) {
                    ringing.remove(incoming);
                    dialogs.remove(incoming);
                    invited.remove(Invite.of(incoming.invite()), incoming);
                }
            }

            @Override
            public void over(Dialog.Id dialog) {
                EndedDialog ended = new EndedDialog(dialog);
                agent.dialogs().put(dialog.callId(), dialog.localTag(), ended);
                endedDialogs.add(ended);
            }
        };
    }

    /** Begins a call; nothing is sent before its offer. */
    public CallLeg dial(Address target, String callerName, CallOptions options, CallLeg.Listener facts) {
        return begin(target, callerName, options, null, facts);
    }

    /** Begins a call without wishes. */
    public CallLeg dial(Address target, String callerName, CallLeg.Listener facts) {
        return dial(target, callerName, CallOptions.DEFAULT, facts);
    }

    /** Takes a call that somebody else has. */
    public CallLeg pickUp(Address at, boolean ringing, String callerName, CallLeg.Listener facts) {
        return begin(at, callerName, CallOptions.DEFAULT, new Pickup(agent, at, ringing, facts), facts);
    }

    private CallLeg begin(
            Address target, String callerName, CallOptions options, @Nullable Errand errand, CallLeg.Listener facts) {
        Presentation presentation = new Presentation(agent, callerName, options);
        OutgoingCall call = new OutgoingCall(host, Uris.target(target, agent.self()), presentation, errand, facts);
        calls.add(call);
        return call;
    }

    /** Takes a REFER outside of a dialog. */
    public void referred(IncomingRequest refer, boolean trusted) {
        Caller from = Caller.of(refer.request(), trusted);
        Dialog dialog = Dialog.of(refer.request(), Tokens.random(10));
        if (dialog == null) {
            refer.reply(Response.BAD_REQUEST);
        } else if (from == null) {
            refer.reply(Response.UNSUPPORTED_URI_SCHEME);
        } else if (!referrals.hasRoom(refer.source(), trusted)) {
            refer.reply(Response.BUSY_HERE);
        } else {
            Referrals one = new Referrals(host, dialog, referral -> listener.referred(from.address(), referral));
            IncomingReferral referral = one.take(refer);
            if (referral != null && !referral.isOver()) {
                referrals.add(referral, refer.source(), trusted);
                agent.dialogs().put(dialog.id().callId(), dialog.id().localTag(), referral);
                forget(dialog, referral);
            }
        }
    }

    private void forget(Dialog dialog, IncomingReferral referral) {
        agent.loop().schedule(AFTERWARDS, () -> {
            if (referral.isOver()) {
                agent.dialogs().remove(dialog.id().callId(), dialog.id().localTag(), referral);
            } else {
                forget(dialog, referral);
            }
        });
    }

    /** Takes an INVITE outside of a dialog. */
    public void invited(IncomingRequest invite, boolean trusted) {
        if (invited.containsKey(Invite.of(invite.request()))) {
            invite.reply(Response.LOOP_DETECTED); // RFC 3261 8.2.2.2
            return;
        }
        if (leaving) {
            invite.reply(Response.TEMPORARILY_UNAVAILABLE);
            return;
        }
        if (!ringing.hasRoom(invite.source(), trusted) || !dialogs.hasRoom(invite.source(), trusted)) {
            invite.reply(Response.BUSY_HERE);
            return;
        }
        Caller caller = Caller.of(invite.request(), trusted);
        if (caller == null) {
            invite.reply(Response.UNSUPPORTED_URI_SCHEME);
            return;
        }
        CallParty replaced = null;
        if (Sip.value(invite.request(), Replaces.NAME) != null || Sip.unread(invite.request(), Replaces.NAME) != null) {
            replaced = replaced(invite);
            if (replaced == null) {
                return;
            }
        }
        IncomingCall call = IncomingCall.of(host, invite);
        if (call == null) {
            return;
        }
        LOG.debug("{} calls {}", caller.address(), agent.self());
        calls.add(call);
        invited.put(Invite.of(invite.request()), call);
        ringing.add(call, invite.source(), trusted);
        dialogs.add(call, invite.source(), trusted);
        CallDetails details = details(invite.request(), caller);
        Set<Address> impp = CallInfo.impp(invite.request());
        if (!impp.isEmpty()) {
            listener.claims(caller.address(), PersonClaim.Kind.CALL_INFO, impp);
        }
        Conference conference = call.isFromFocus() ? Conference.UNTOLD : null;
        call.start(listener.incoming(
                call, new Arrival(caller.address(), caller.name(), details, replaced, trusted, conference)));
    }

    private static CallDetails details(Request invite, Caller caller) {
        List<CallHop> hops = new ArrayList<>(HistoryInfo.of(invite));
        hops.addAll(Diversion.of(invite));
        return new CallDetails(
                ReferredBy.of(invite).map(ReferredBy::address).orElse(null),
                hops,
                AlertInfo.of(invite),
                AnswerModes.of(invite),
                caller.asserted());
    }

    /** The call that an INVITE wants to replace (RFC 3891 3); null when it was answered with an error. */
    private @Nullable CallParty replaced(IncomingRequest invite) {
        String value = Sip.value(invite.request(), Replaces.NAME);
        Replaces replaces = value == null ? null : Replaces.parse(value).orElse(null);
        if (replaces == null) {
            invite.reply(Response.BAD_REQUEST);
            return null;
        }
        DialogTable.User user = agent.dialogs().find(replaces.callId(), replaces.toTag());
        CallParty call = user instanceof CallParty party ? party : null;
        CallParty.Standing standing = call == null ? CallParty.Standing.UNKNOWN : call.standing(replaces);
        if (user instanceof EndedDialog ended && replaces.names(ended.id())) {
            standing = CallParty.Standing.OVER;
        }
        switch (standing) {
            case UNKNOWN, EARLY_THEIRS -> invite.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            case OVER -> invite.reply(Response.DECLINE);
            case CONFIRMED -> {
                if (!replaces.earlyOnly()) {
                    return call;
                }
                invite.reply(Response.BUSY_HERE);
            }
            case EARLY_OURS -> {
                return call;
            }
            default -> throw new IllegalStateException("No rule for " + standing);
        }
        return null;
    }

    /** Takes a CANCEL; false when it is for no call here. */
    public boolean cancelled(IncomingRequest cancel) {
        IncomingCall call = invited.get(Invite.of(cancel.request()));
        boolean found = call != null && call.isCancelledBy(cancel.request());
        if (found) {
            call.cancelled(cancel);
        }
        return found;
    }

    /** There is a way to the server again. */
    public void online() {
        leaving = false;
        Set.copyOf(calls).forEach(CallParty::online);
    }

    /** Ends all calls; there are no new ones before {@link #online}. */
    public void leave() {
        leaving = true;
        Set.copyOf(calls).forEach(call -> call.end(EndReason.of(EndReason.Kind.CLOSED, EndReason.By.LOCAL)));
    }

    /** What a CANCEL has in common with its INVITE, and an INVITE with itself over another way (RFC 3261 8.2.2.2). */
    private record Invite(String callId, long sequence, String fromTag) {

        static Invite of(Request request) {
            String tag = ((FromHeader) request.getHeader(FromHeader.NAME)).getTag();
            return new Invite(Dialog.callId(request), Dialog.sequence(request), tag == null ? "" : tag);
        }
    }
}

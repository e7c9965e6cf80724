package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.spi.CallLeg;
import dev.duet.spi.LinkListener;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one account. On the loop. */
public final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    /** Calls that ring at a time: a flood is bounded, calls that were taken are not. */
    private static final int MOST_RINGING = 32;

    private final UserAgent agent;
    private final LinkListener listener;
    private final Host host;
    private final Set<CallParty> calls = new LinkedHashSet<>();

    /**
     * No calls yet.
     *
     * @param messages takes a MESSAGE within a call
     */
    public Calls(UserAgent agent, LinkListener listener, Consumer<IncomingRequest> messages) {
        this.agent = agent;
        this.listener = listener;
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
            public void over(CallParty party) {
                calls.remove(party);
            }
        };
    }

    /** Begins a call; nothing is sent before its offer. */
    public CallLeg dial(Address target, String callerName, CallLeg.Listener facts) {
        OutgoingCall call = new OutgoingCall(host, Uris.target(target, agent.self()), callerName, facts);
        calls.add(call);
        return call;
    }

    /** Takes an INVITE outside of a dialog. */
    public void invited(IncomingRequest invite, boolean trusted) {
        for (CallParty call : calls) {
            if (call instanceof IncomingCall incoming && incoming.isMergedWith(invite.request())) {
                invite.reply(Response.LOOP_DETECTED); // RFC 3261 8.2.2.2
                return;
            }
        }
        if (calls.stream().filter(CallParty::isRinging).count() >= MOST_RINGING) {
            invite.reply(Response.BUSY_HERE);
            return;
        }
        Caller caller = Caller.of(invite.request(), trusted);
        if (caller == null) {
            invite.reply(Response.UNSUPPORTED_URI_SCHEME);
            return;
        }
        IncomingCall call = IncomingCall.of(host, invite);
        if (call == null) {
            return;
        }
        LOG.debug("{} calls {}", caller.address(), agent.self());
        calls.add(call);
        call.start(listener.incoming(call, caller.address(), caller.name()));
    }

    /** Takes a CANCEL; false when it is for no call here. */
    public boolean cancelled(IncomingRequest cancel) {
        for (CallParty call : Set.copyOf(calls)) {
            if (call instanceof IncomingCall incoming && incoming.isCancelledBy(cancel.request())) {
                incoming.cancelled(cancel);
                return true;
            }
        }
        return false;
    }

    /** There is a way to the server again. */
    public void online() {
        Set.copyOf(calls).forEach(CallParty::online);
    }

    /** Ends all calls. */
    public void endAll(EndReason.Kind kind) {
        Set.copyOf(calls).forEach(call -> call.end(EndReason.of(kind, EndReason.By.LOCAL)));
    }
}

package dev.duet.sandbox.internal.sip.event;

import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.proxy.CallObserver;
import dev.duet.sandbox.internal.sip.transport.Self;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows the calls that the proxy relays, and describes them as dialog-info (RFC 4235). */
public final class DialogTracker implements CallObserver {

    private enum State {
        TRYING,
        EARLY,
        CONFIRMED,
        TERMINATED
    }

    /** One dialog of a call: with forking there are several. */
    private static final class Leg {
        private final String id;
        private String toTag = "";
        private State state = State.TRYING;
        private String reason = "";
        private int code;

        Leg(String id) {
            this.id = id;
        }
    }

    private static final class Call {
        private final SipRequest invite;
        private final String caller;
        private final String callee;
        private final List<Leg> legs = new ArrayList<>();

        Call(SipRequest invite, String caller, String callee) {
            this.invite = invite;
            this.caller = caller;
            this.callee = callee;
        }
    }

    private static final String BYE_OF_CALLER = "caller-bye";
    private static final String BYE_OF_CALLEE = "callee-bye";
    private static final int MAX_CALLS = 5_000;

    private final Self self;
    private final Map<String, Call> calls = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Call> eldest) {
            return size() > MAX_CALLS;
        }
    };
    private Consumer<String> onChange = user -> {};
    private long number;

    public DialogTracker(Self self) {
        this.self = self;
    }

    void onChange(Consumer<String> action) {
        onChange = action;
    }

    private static String key(String callId, String tag) {
        return callId + '|' + tag;
    }

    @Override
    public void relayed(SipRequest request) {
        if (request.is("INVITE") && !request.inDialog()) {
            begin(request);
        } else if (request.is("BYE")) {
            bye(request);
        }
    }

    private void begin(SipRequest invite) {
        String caller = invite.from().sipUri().map(this::localUser).orElse("");
        String callee = localUser(invite.sipUri());
        Call call = new Call(invite, caller, callee);
        if (calls.putIfAbsent(key(invite.callId(), invite.fromTag()), call) == null) {
            call.legs.add(newLeg());
            onChange.accept(caller);
        }
    }

    private String localUser(SipUri uri) {
        return self.owns(uri) ? uri.user() : "";
    }

    private Leg newLeg() {
        number++;
        return new Leg("d" + number);
    }

    /** Either side may hang up, so either tag may be the caller's. */
    private void bye(SipRequest bye) {
        Call byCaller = calls.get(key(bye.callId(), bye.fromTag()));
        Call byCallee = calls.get(key(bye.callId(), bye.toTag()));
        if (byCaller != null) {
            hungUp(byCaller, bye.toTag(), true);
        } else if (byCallee != null) {
            hungUp(byCallee, bye.fromTag(), false);
        }
    }

    private void hungUp(Call call, String toTag, boolean byCaller) {
        call.legs.stream()
                .filter(l -> l.toTag.equals(toTag))
                .forEach(l -> end(l, byCaller ? BYE_OF_CALLER : BYE_OF_CALLEE, 0));
        changed(call);
    }

    private static void end(Leg leg, String reason, int code) {
        if (leg.state != State.TERMINATED) {
            leg.state = State.TERMINATED;
            leg.reason = reason;
            leg.code = code;
        }
    }

    @Override
    public void answered(SipRequest request, SipResponse response) {
        Call call = callOf(request);
        if (call == null || response.toTag().isEmpty()) {
            return;
        }
        Leg leg = leg(call, response.toTag());
        State before = leg.state;
        if (response.success() && leg.state != State.TERMINATED) {
            leg.state = State.CONFIRMED;
        } else if (response.provisional() && leg.state == State.TRYING) {
            leg.state = State.EARLY;
        } else if (response.status() >= 300) {
            end(leg, "rejected", response.status());
        }
        if (leg.state != before) {
            changed(call);
        }
    }

    private @Nullable Call callOf(SipRequest request) {
        boolean first = request.is("INVITE") && !request.inDialog();
        return first ? calls.get(key(request.callId(), request.fromTag())) : null;
    }

    private Leg leg(Call call, String toTag) {
        Optional<Leg> known =
                call.legs.stream().filter(l -> l.toTag.equals(toTag)).findFirst();
        Leg leg = known.or(
                        () -> call.legs.stream().filter(l -> l.toTag.isEmpty()).findFirst())
                .orElseGet(() -> {
                    Leg added = newLeg();
                    call.legs.add(added);
                    return added;
                });
        leg.toTag = toTag;
        return leg;
    }

    @Override
    public void finished(SipRequest request, SipResponse response) {
        Call call = callOf(request);
        if (call == null) {
            return;
        }
        boolean cancelled = response.success() || response.status() == 487;
        List<Leg> losers =
                call.legs.stream().filter(l -> l.state != State.CONFIRMED).toList();
        losers.forEach(l -> end(l, cancelled ? "cancelled" : "rejected", response.success() ? 0 : response.status()));
        if (!losers.isEmpty()) {
            changed(call);
        }
    }

    /** Tells the watchers of both, and then forgets what has ended. */
    private void changed(Call call) {
        Set<String> users = new LinkedHashSet<>(List.of(call.caller, call.callee));
        users.remove("");
        users.forEach(onChange);
        call.legs.removeIf(l -> l.state == State.TERMINATED);
        if (call.legs.isEmpty()) {
            calls.values().remove(call);
        }
    }

    /** Writes the dialogs of a user into a document. */
    void describe(String user, EventDocument document) {
        for (Call call : calls.values()) {
            for (Leg leg : call.legs) {
                if (call.caller.equals(user)) {
                    describe(call, leg, true, document.add("dialog"));
                }
                if (call.callee.equals(user) && !leg.toTag.isEmpty()) {
                    describe(call, leg, false, document.add("dialog"));
                }
            }
        }
    }

    private static String seenFrom(String reason, boolean initiator) {
        return switch (reason) {
            case BYE_OF_CALLER -> initiator ? "local-bye" : "remote-bye";
            case BYE_OF_CALLEE -> initiator ? "remote-bye" : "local-bye";
            default -> reason;
        };
    }

    private static void describe(Call call, Leg leg, boolean initiator, EventDocument.Builder dialog) {
        SipRequest invite = call.invite;
        String localTag = initiator ? invite.fromTag() : leg.toTag;
        String remoteTag = initiator ? leg.toTag : invite.fromTag();
        dialog.attribute("id", leg.id + (initiator ? "i" : "r"))
                .attribute("call-id", invite.callId())
                .attribute("local-tag", localTag)
                .attribute("direction", initiator ? "initiator" : "recipient");
        if (!remoteTag.isEmpty()) {
            dialog.attribute("remote-tag", remoteTag);
        }
        EventDocument.Builder state = dialog.add("state").text(leg.state.name().toLowerCase(Locale.ROOT));
        if (!leg.reason.isEmpty()) {
            state.attribute("event", seenFrom(leg.reason, initiator));
        }
        if (leg.code != 0) {
            state.attribute("code", Integer.toString(leg.code));
        }
        String from = invite.from().uri();
        String to = invite.to().uri();
        dialog.add("local").add("identity").text(initiator ? from : to);
        dialog.add("remote").add("identity").text(initiator ? to : from);
    }
}

package dev.duet.sandbox.internal.sip.check;

import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.transport.Transport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what only shows over several requests: CSeq numbers and route sets. Not for repetitions. */
public final class SequenceCheck {

    private static final int MAX = 20_000;

    private static final class Memory<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MAX;
        }
    }

    private final Map<String, Long> highest = new Memory<>();
    private final Map<String, Long> lastInvite = new Memory<>();
    private final Map<String, Boolean> routed = new Memory<>();

    /** Checks a new request other than ACK and CANCEL. */
    public List<Problem> request(SipRequest request, Transport transport) {
        String key = sequence(request);
        long number = request.cseq().number();
        Long before = highest.get(key);
        if (request.is("INVITE")) {
            lastInvite.put(request.callId() + '|' + request.fromTag(), number);
        }
        if (before == null || number > before) {
            highest.put(key, number);
            return routes(request).map(List::of).orElse(List.of());
        }
        // Datagrams may overtake each other; what was sent twice under one number is wrong in any case.
        boolean wrong = number == before || transport.reliable();
        return wrong
                ? List.of(new Problem(0, "RFC 3261 8.1.1.5, 22.2", "CSeq does not increase: " + number))
                : List.of();
    }

    /** All REGISTERs of one Call-ID share a sequence (10.2), else each side of a dialog has its own. */
    private static String sequence(SipRequest request) {
        return request.is("REGISTER")
                ? "REGISTER|" + request.callId()
                : request.callId() + '|' + request.fromTag() + '|' + request.toTag();
    }

    /** Remembers that the dialogs of this call go through us. */
    public void recordRouted(SipRequest invite) {
        routed.put(invite.callId(), true);
    }

    private Optional<Problem> routes(SipRequest request) {
        boolean missing = request.inDialog()
                && routed.containsKey(request.callId())
                && !request.headers().has("Route");
        return missing
                ? Optional.of(new Problem(0, "RFC 3261 12.2.1.1", request.method() + " without the route set"))
                : Optional.empty();
    }

    /** Checks an ACK of a 2xx. */
    public List<Problem> ack(SipRequest ack) {
        Long invite = lastInvite.get(ack.callId() + '|' + ack.fromTag());
        if (invite != null && invite != ack.cseq().number()) {
            return List.of(new Problem(0, "RFC 3261 13.2.2.4", "CSeq of the ACK is not that of its INVITE"));
        }
        return routes(ack).map(List::of).orElse(List.of());
    }
}

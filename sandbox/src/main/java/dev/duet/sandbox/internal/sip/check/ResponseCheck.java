package dev.duet.sandbox.internal.sip.check;

import dev.duet.sandbox.internal.sip.message.Grammar;
import dev.duet.sandbox.internal.sip.message.NameAddr;
import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipFormatException;
import dev.duet.sandbox.internal.sip.message.SipMessage;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks a client's response, by itself and against the request that it answers. */
public final class ResponseCheck {

    private static final Map<Integer, String> NEEDED = Map.of(
            401, "WWW-Authenticate",
            405, "Allow",
            420, "Unsupported",
            421, "Require",
            422, "Min-SE",
            423, "Min-Expires");

    private ResponseCheck() {}

    /** What makes it unusable; empty if it can be taken on. */
    public static List<Problem> form(SipResponse response) {
        List<Problem> problems = new ArrayList<>();
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            if (!response.headers().has(name)) {
                problems.add(new Problem(0, "RFC 3261 8.2.6.2", "Response without " + name));
            }
        }
        if (problems.isEmpty()) {
            try {
                response.headers().all("Via").forEach(Via::parse);
                response.from();
                response.to();
                response.cseq();
                response.headers().all("Contact").stream()
                        .filter(c -> !c.equals("*"))
                        .forEach(NameAddr::parse);
                response.headers().all("Record-Route").forEach(NameAddr::parse);
            } catch (SipFormatException e) {
                problems.add(new Problem(0, "RFC 3261 8.2.6.2", "Malformed response: " + e.getMessage()));
            }
        }
        return problems;
    }

    /** What does not fit the request (8.2.6.2), or is missing for this status. */
    public static List<Problem> fit(SipRequest request, SipResponse response) {
        List<Problem> problems = new ArrayList<>();
        if (!hops(request).equals(hops(response))) {
            problems.add(problem("Via is not the request's"));
        }
        boolean same = request.callId().equals(response.callId())
                && request.cseq().equals(response.cseq())
                && request.fromTag().equals(response.fromTag())
                && same(request.from(), response.from())
                && same(request.to(), response.to());
        if (!same) {
            problems.add(problem("From, To, Call-ID or CSeq is not the request's"));
        }
        boolean tagged = response.to().tag().isPresent();
        if (!tagged && response.status() != 100) {
            problems.add(problem("Response without a To tag"));
        } else if (request.inDialog() && !request.toTag().equals(response.toTag())) {
            problems.add(problem("To tag is not the dialog's"));
        }
        byStatus(request, response, problems);
        return problems;
    }

    /** What must come back of each Via; a client may add received to the first. */
    private static List<String> hops(SipMessage message) {
        return message.headers().all("Via").stream()
                .map(Via::parse)
                .map(v -> v.transport() + ' ' + Grammar.lower(v.sentBy().toString()) + ' ' + v.branch())
                .toList();
    }

    private static List<String> routes(SipMessage message) {
        return message.headers().all("Record-Route").stream()
                .map(r -> NameAddr.parse(r).uri())
                .toList();
    }

    private static boolean same(NameAddr a, NameAddr b) {
        return a.uri().equals(b.uri())
                || a.sipUri().isPresent()
                        && b.sipUri().isPresent()
                        && a.sipUri().get().matches(b.sipUri().get());
    }

    private static void byStatus(SipRequest request, SipResponse response, List<Problem> problems) {
        String needed = NEEDED.get(response.status());
        if (needed != null && !response.headers().has(needed)) {
            problems.add(new Problem(0, "RFC 3261 21", response.status() + " without " + needed));
        }
        boolean dialogForming = request.is("INVITE") || request.is("SUBSCRIBE");
        if (dialogForming && response.success()) {
            if (response.headers().all("Contact").size() != 1) {
                problems.add(new Problem(0, "RFC 3261 12.1.1", "2xx to " + request.method() + " needs one Contact"));
            }
            if (!request.inDialog() && !routes(request).equals(routes(response))) {
                problems.add(new Problem(0, "RFC 3261 12.1.1", "Record-Route is not copied from the request"));
            }
        }
        if (response.body().length > 0 && !response.headers().has("Content-Type")) {
            problems.add(new Problem(0, "RFC 3261 20.15", "Body without Content-Type"));
        }
    }

    private static Problem problem(String text) {
        return new Problem(0, "RFC 3261 8.2.6.2", text);
    }
}

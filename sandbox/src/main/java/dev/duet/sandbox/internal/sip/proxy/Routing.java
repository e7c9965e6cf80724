package dev.duet.sandbox.internal.sip.proxy;

import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.NameAddr;
import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.transport.Self;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Route handling on the way in (RFC 3261 16.4).
 *
 * @param request without the Route values that were ours
 * @param token the flow named by the last of them, or empty
 * @param routed whether there was one
 * @param next the Route that it must follow now, if one is left
 */
record Routing(SipRequest request, String token, boolean routed, Optional<SipUri> next, List<Problem> problems) {

    static Routing of(SipRequest received, Self self) {
        List<Problem> problems = new ArrayList<>();
        SipRequest request = strictRouterBefore(received, self, problems);
        String token = "";
        boolean routed = false;
        Optional<SipUri> top = top(request);
        while (top.isPresent() && self.owns(top.get())) {
            if (!top.get().looseRouting()) {
                problems.add(new Problem(0, "RFC 3261 12.2.1.1", "Route to this loose router lacks lr"));
            }
            routed = true;
            token = top.get().userInfo();
            request = request.withHeaders(request.headers().withoutFirst("Route"));
            top = top(request);
        }
        return new Routing(request, token, routed, top, List.copyOf(problems));
    }

    private static Optional<SipUri> top(SipRequest request) {
        return request.headers().get("Route").flatMap(r -> NameAddr.parse(r).sipUri());
    }

    /** Whoever puts our lr URI into the Request-URI takes us for a strict router; 16.4 has us undo it. */
    private static SipRequest strictRouterBefore(SipRequest request, Self self, List<Problem> problems) {
        List<String> routes = request.headers().all("Route");
        SipUri uri = request.sipUri();
        if (!uri.looseRouting() || !self.isListener(uri) || routes.isEmpty()) {
            return request;
        }
        problems.add(new Problem(0, "RFC 3261 12.2.1.1", "Request-URI is a loose router of the route set"));
        Headers headers = request.headers().withoutLast("Route");
        return request.withHeaders(headers)
                .withUri(NameAddr.parse(routes.get(routes.size() - 1)).uri());
    }
}

package dev.duet.sandbox.internal.sip.proxy;

import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.Status;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Chooses among the final responses of all branches (RFC 3261 16.7 step 6 and 7). */
final class BestResponse {

    private static final Set<Integer> TELLING = Set.of(401, 407, 415, 420, 484);
    private static final List<String> CHALLENGES = List.of("WWW-Authenticate", "Proxy-Authenticate");

    private BestResponse() {}

    static SipResponse of(List<SipResponse> finals) {
        SipResponse best =
                finals.stream().min(Comparator.comparingInt(BestResponse::rank)).orElseThrow();
        if (best.status() == 503) {
            return restated(best, 500);
        }
        if (best.status() == 430) {
            return restated(best, 480);
        }
        return best.status() == 401 || best.status() == 407 ? withAllChallenges(best, finals) : best;
    }

    /** 2xx, then 6xx, then the lowest class; in it those that tell the client what to change, 503 and 430 last. */
    private static int rank(SipResponse response) {
        int group = response.status() / 100;
        if (group == 2) {
            return 0;
        }
        if (group == 6) {
            return 1;
        }
        int within = TELLING.contains(response.status()) ? 0 : 1;
        if (response.status() == 503 || response.status() == 430) {
            within = 2;
        }
        return group * 10 + within;
    }

    private static SipResponse restated(SipResponse response, int status) {
        return new SipResponse(status, Status.reason(status), response.headers(), response.body());
    }

    private static SipResponse withAllChallenges(SipResponse best, List<SipResponse> finals) {
        Headers headers = best.headers();
        for (SipResponse other : finals) {
            boolean asks = other.status() == 401 || other.status() == 407;
            if (other != best && asks) {
                for (String name : CHALLENGES) {
                    headers = headers.appendAll(name, other.headers().all(name));
                }
            }
        }
        return best.withHeaders(headers);
    }
}

package dev.duet.sandbox.internal.sip.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BestResponseTest {

    private static SipResponse response(int status) {
        return new SipResponse(status, "x", Headers.NONE, new byte[0]);
    }

    @ParameterizedTest(name = "of {0} it is {1}")
    @CsvSource({
        "486 200, 200",
        "486 603, 603",
        "486 302, 302",
        "500 486, 486",
        "486 407, 407",
        "480 486, 480",
        "503, 500",
        "503 502, 502",
        "430, 480",
        "430 486, 486",
        "408 404, 408"
    })
    void the_best_is_chosen_in_any_order(String all, int best) {
        List<SipResponse> responses = Arrays.stream(all.split(" "))
                .map(s -> response(Integer.parseInt(s)))
                .toList();
        assertEquals(best, BestResponse.of(responses).status());
        if (best == 603 || best == 407 || best == 302) {
            List<SipResponse> reversed = new java.util.ArrayList<>(responses);
            Collections.reverse(reversed);
            assertEquals(best, BestResponse.of(reversed).status());
        }
    }

    @Test
    void the_challenges_of_all_branches_come_together() {
        SipResponse one = response(407).header("Proxy-Authenticate", "Digest realm=\"a\"");
        SipResponse two = response(401).header("WWW-Authenticate", "Digest realm=\"b\"");
        SipResponse best = BestResponse.of(List.of(one, response(486), two));
        assertEquals(1, best.headers().all("Proxy-Authenticate").size());
        assertEquals(1, best.headers().all("WWW-Authenticate").size());
    }
}

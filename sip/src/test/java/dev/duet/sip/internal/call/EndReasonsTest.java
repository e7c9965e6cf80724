package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EndReasonsTest {

    @ParameterizedTest
    @CsvSource({
        "486, BUSY, BUSY, REMOTE",
        "600, BUSY, BUSY, REMOTE",
        "603, DECLINED, DECLINED, REMOTE",
        "607, DECLINED, DECLINED, REMOTE",
        "480, UNREACHABLE, NO_ANSWER, REMOTE",
        "408, UNREACHABLE, NO_ANSWER, NETWORK",
        "404, NOT_FOUND, NOT_FOUND, NETWORK",
        "410, NOT_FOUND, NOT_FOUND, NETWORK",
        "484, NOT_FOUND, NOT_FOUND, NETWORK",
        "604, NOT_FOUND, NOT_FOUND, NETWORK",
        "487, CANCELLED, CANCELLED, REMOTE",
        "415, INCOMPATIBLE, INCOMPATIBLE, REMOTE",
        "488, INCOMPATIBLE, INCOMPATIBLE, REMOTE",
        "606, INCOMPATIBLE, INCOMPATIBLE, REMOTE",
        "503, UNREACHABLE, UNREACHABLE, NETWORK",
        "500, FAILED, FAILED, NETWORK",
        "302, FORWARDED, FORWARDED, REMOTE",
        "403, FAILED, FAILED, NETWORK"
    })
    void aResponseTellsWhy(int status, Kind silent, Kind rang, By by) {
        assertEquals(silent, EndReasons.ofResponse(status, "x", false).kind());
        EndReason after = EndReasons.ofResponse(status, "Words", true);
        assertEquals(rang, after.kind());
        assertEquals(by, after.by());
        assertEquals(status + " Words", after.wire().toString());
    }

    @Test
    void aCancelMayTellThatAnotherDeviceAnswered() {
        assertEquals(
                Kind.ANSWERED_ELSEWHERE,
                EndReasons.ofCancel(List.of("Q.850;cause=16", "SIP ;cause=200 ;text=\"Call completed elsewhere\""))
                        .kind());
        assertEquals(Kind.CANCELLED, EndReasons.ofCancel(List.of()).kind());
        assertEquals(
                Kind.CANCELLED, EndReasons.ofCancel(List.of("Q.850;cause=200")).kind());
        assertEquals(
                Kind.CANCELLED,
                EndReasons.ofCancel(List.of("SIP;cause=600;text=\"Busy everywhere\""))
                        .kind());
    }

    @Test
    void theWordsOfAByeAreKept() {
        EndReason reason = EndReasons.ofBye(List.of("SIP;cause=580;text=\"Precondition \\\"x\\\" failed\""));

        assertEquals(Kind.HANGUP, reason.kind());
        assertEquals("Precondition \"x\" failed", reason.text());
        assertEquals(580, reason.wire().status());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"MEDIA_LOST", "FAILED"})
    void theOtherSideLearnsThatMediaDoNotWork(Kind kind) {
        EndReason ours = new EndReason(kind, By.NETWORK, "No \"way\"\r\nfound \\", null);

        EndReason theirs = EndReasons.ofBye(List.of(EndReasons.reason(ours)));

        assertEquals(Kind.MEDIA_LOST, theirs.kind());
        assertEquals(By.REMOTE, theirs.by());
        assertEquals("No \"way\"  found \\", theirs.text());
        assertEquals(Kind.HANGUP, EndReasons.ofBye(List.of("Q.850;cause=16")).kind());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyReasonHasAStatusThatRefuses(Kind kind) {
        assertTrue(EndReasons.status(kind) >= 400);
    }

    @Test
    void whatOneSideSaysTheOtherUnderstands() {
        for (Kind kind : List.of(Kind.BUSY, Kind.DECLINED, Kind.INCOMPATIBLE, Kind.NOT_FOUND)) {
            assertEquals(
                    kind,
                    EndReasons.ofResponse(EndReasons.status(kind), "", true).kind());
        }
        assertEquals(
                Kind.ANSWERED_ELSEWHERE,
                EndReasons.ofCancel(List.of(EndReasons.reason(EndReason.of(Kind.ANSWERED_ELSEWHERE, By.LOCAL))))
                        .kind());
    }

    @Test
    void noAnswerFromTheNetworkIsUnreachableUnlessSomebodyRang() {
        Failure timeout = Failure.of(Failure.Kind.TIMEOUT, Failure.Origin.NETWORK, Failure.Retry.LATER, "x");

        assertEquals(Kind.UNREACHABLE, EndReasons.ofFailure(timeout, false).kind());
        assertEquals(Kind.FAILED, EndReasons.ofFailure(timeout, true).kind());
    }

    @Test
    void wordsOfAnyLengthAreRead() {
        for (String words : List.of("a".repeat(60_000), "\\\"".repeat(30_000))) {
            assertEquals(
                    words.replace("\\", ""),
                    EndReasons.ofBye(List.of("Q.850;cause=16;text=\"" + words + "\""))
                            .text());
            EndReasons.ofBye(List.of("Q.850;cause=16;text=\"" + words)); // without an end
        }
    }
}

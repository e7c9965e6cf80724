package dev.duet.sip.internal.call;

import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.WireDetail;
import dev.duet.sip.internal.rfc3261.Warnings;
import dev.duet.sip.internal.stack.Sip;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Why a call ended: the wire's words to the model's, and back. Pure. */
final class EndReasons {

    /** What a device says that gives up since another one answered (RFC 3326 2). */
    static final String ANSWERED_ELSEWHERE = "SIP;cause=200;text=\"Call completed elsewhere\"";

    /** What is said of an offer with which nothing is common. */
    static final String INCOMPATIBLE_MEDIA = "305 duet \"Incompatible media format\"";

    /** The cause of ITU-T Q.850 for a network that does not work just now, which the media's is, too. */
    private static final int TEMPORARY_FAILURE = 41;

    private static final Pattern CAUSE = Pattern.compile("(?i)\\bcause\\s*=\\s*([0-9]{1,3})\\b");
    private static final Pattern TEXT = Pattern.compile("(?i)\\btext\\s*=\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"");

    private EndReasons() {}

    /** A final response to INVITE other than 2xx, with what its Warning or Reason (RFC 6432) says beyond its status. */
    static EndReason ofResponse(Response response, boolean rang) {
        EndReason plain = ofResponse(response.getStatusCode(), response.getReasonPhrase(), rang);
        String warning = Warnings.in(response);
        String said = warning.isEmpty() ? text(Sip.values(response, "Reason")) : warning;
        return said.isEmpty() ? plain : new EndReason(plain.kind(), plain.by(), said, plain.wire());
    }

    /**
     * A final response to INVITE other than 2xx.
     *
     * @param rang true when the callee was alerted before
     */
    static EndReason ofResponse(int status, String phrase, boolean rang) {
        WireDetail wire = WireDetail.sip(status, phrase);
        return switch (status) {
            case 486, 600 -> EndReason.of(Kind.BUSY, By.REMOTE, wire);
            case 603, 607 -> EndReason.of(Kind.DECLINED, By.REMOTE, wire);
            case 480 -> EndReason.of(rang ? Kind.NO_ANSWER : Kind.UNREACHABLE, By.REMOTE, wire);
            case 408, 430 -> EndReason.of(rang ? Kind.NO_ANSWER : Kind.UNREACHABLE, By.NETWORK, wire);
            case 404, 410, 484, 485, 604 -> EndReason.of(Kind.NOT_FOUND, By.NETWORK, wire);
            case 300, 301, 302 -> EndReason.of(Kind.FORWARDED, By.REMOTE, wire);
            case 487 -> EndReason.of(Kind.CANCELLED, By.REMOTE, wire);
            case 415, 488, 606 -> EndReason.of(Kind.INCOMPATIBLE, By.REMOTE, wire);
            case 420, 421 -> EndReason.of(Kind.UNSUPPORTED, By.NETWORK, wire);
            case 502, 503, 504 -> EndReason.of(Kind.UNREACHABLE, By.NETWORK, wire);
            default -> EndReason.of(Kind.FAILED, By.NETWORK, wire);
        };
    }

    /** No response to INVITE at all. */
    static EndReason ofFailure(Failure failure, boolean rang) {
        Kind kind =
                switch (failure.kind()) {
                    case NETWORK, TIMEOUT, TLS -> rang ? Kind.FAILED : Kind.UNREACHABLE;
                    case CLOSED -> Kind.CLOSED;
                    default -> Kind.FAILED;
                };
        return new EndReason(kind, By.NETWORK, failure.message(), failure.wire());
    }

    /** A CANCEL, with its Reason headers. */
    static EndReason ofCancel(List<String> reasons) {
        boolean elsewhere = reasons.stream().anyMatch(reason -> isSip(reason) && cause(reason) == 200);
        return new EndReason(
                elsewhere ? Kind.ANSWERED_ELSEWHERE : Kind.CANCELLED, By.REMOTE, text(reasons), wire(reasons));
    }

    /** A BYE, with its Reason headers. */
    static EndReason ofBye(List<String> reasons) {
        Kind kind = Kind.HANGUP;
        if (reasons.stream().anyMatch(reason -> isSip(reason) && cause(reason) == 488)) {
            kind = Kind.INCOMPATIBLE;
        } else if (reasons.stream().anyMatch(reason -> isQ850(reason) && cause(reason) == TEMPORARY_FAILURE)) {
            kind = Kind.MEDIA_LOST;
        }
        return new EndReason(kind, By.REMOTE, text(reasons), wire(reasons));
    }

    /** The response to an INVITE that refuses it for a reason. */
    static int status(Kind kind) {
        return switch (kind) {
            case BUSY, ANSWERED_ELSEWHERE -> 486;
            case DECLINED, HANGUP -> 603;
            case NOT_FOUND -> 404;
            case INCOMPATIBLE, UNSUPPORTED, INSECURE -> 488;
            case CANCELLED -> 487;
            case NO_ANSWER, UNREACHABLE, CLOSED, TRANSFERRED, FORWARDED -> 480;
            case MEDIA_LOST, FAILED -> 500;
        };
    }

    /** The Reason header (RFC 3326) of a CANCEL or BYE for a reason; empty when there is nothing to say. */
    static String reason(EndReason reason) {
        return switch (reason.kind()) {
            case ANSWERED_ELSEWHERE -> ANSWERED_ELSEWHERE;
            case INCOMPATIBLE -> "SIP;cause=488;text=\"Not Acceptable Here\"";
            case INSECURE -> "SIP;cause=488;text=\"Media not secured\"";
            case MEDIA_LOST, FAILED ->
                "Q.850;cause=" + TEMPORARY_FAILURE + ";text=\""
                        + quoted(reason.text().isEmpty() ? "Media lost" : reason.text()) + "\"";
            default -> "";
        };
    }

    private static String quoted(String text) {
        return text.replaceAll("[\\p{Cntrl}]", " ").replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The Warning (RFC 3261 20.43) of a response that refuses an INVITE for a reason; empty for none. */
    static String warning(Kind kind) {
        return switch (kind) {
            case INCOMPATIBLE -> INCOMPATIBLE_MEDIA;
            case INSECURE -> "399 duet \"Media not secured\"";
            default -> "";
        };
    }

    private static boolean isSip(String reason) {
        return reason.stripLeading().regionMatches(true, 0, "SIP", 0, 3);
    }

    private static boolean isQ850(String reason) {
        return reason.stripLeading().regionMatches(true, 0, "Q.850", 0, 5);
    }

    private static int cause(String reason) {
        Matcher matcher = CAUSE.matcher(reason);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static String text(List<String> reasons) {
        for (String reason : reasons) {
            Matcher matcher = TEXT.matcher(reason);
            if (matcher.find()) {
                return matcher.group(1).replaceAll("\\\\(.)", "$1");
            }
        }
        return "";
    }

    private static @Nullable WireDetail wire(List<String> reasons) {
        for (String reason : reasons) {
            int cause = cause(reason);
            if (isSip(reason) && cause > 0) {
                return WireDetail.sip(cause, text(List.of(reason)));
            }
        }
        return null;
    }
}

package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.WireDetail;
import javax.sip.message.Response;

/** What a failure response is to an application (RFC 3261 21). */
public final class StatusFailures {

    private StatusFailures() {}

    /** The failure that a response other than 1xx and 2xx tells of. */
    public static Failure of(String method, Response response) {
        return of(method, response.getStatusCode(), response.getReasonPhrase(), Warnings.in(response));
    }

    static Failure of(String method, int status, String reason) {
        return of(method, status, reason, "");
    }

    private static Failure of(String method, int status, String reason, String warning) {
        String message = method + " was answered with " + status + " " + reason
                + (warning.isEmpty() ? "" : " (" + warning + ")");
        return new Failure(kind(status), origin(status), retry(status), message, WireDetail.sip(status, reason));
    }

    /** No response came. */
    public static Failure timeout(String method) {
        return Failure.of(Kind.TIMEOUT, Origin.NETWORK, Retry.LATER, method + " was not answered");
    }

    /** There is no server connection. */
    public static Failure offline() {
        return Failure.of(Kind.NETWORK, Origin.LOCAL, Retry.LATER, "Not signed in");
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 401, 407 -> Kind.AUTHENTICATION;
            case 404, 410, 485, 604 -> Kind.NOT_FOUND;
            case 405, 415, 416, 420, 421, 439, 489, 501, 505, 513, 555 -> Kind.UNSUPPORTED;
            case 408, 504 -> Kind.TIMEOUT;
            case 488, 606 -> Kind.NEGOTIATION;
            default -> Kind.REFUSED;
        };
    }

    private static Origin origin(int status) {
        return switch (status) {
            case 480, 481, 486, 487, 488, 491, 600, 603, 606, 415 -> Origin.PEER;
            default -> Origin.SERVER;
        };
    }

    private static Retry retry(int status) {
        return switch (status) {
            case 408, 480, 486, 491, 600 -> Retry.LATER;
            default -> status / 100 == 5 && kind(status) != Kind.UNSUPPORTED ? Retry.LATER : Retry.NEVER;
        };
    }
}

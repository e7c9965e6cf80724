package dev.duet.internal.file;

import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import java.security.cert.CertificateException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;

/** Why files do not get where they should, in our words. URLs are not told: who has one has the file. */
final class Failures {

    static final int SUCCESS = 200;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int TOO_LARGE = 413;
    private static final int SERVER_ERROR = 500;

    private Failures() {}

    static Failure refused(Origin origin, String why) {
        return Failure.of(Kind.REFUSED, origin, Retry.NEVER, why);
    }

    static Failure unsupported(String why) {
        return Failure.of(Kind.UNSUPPORTED, Origin.LOCAL, Retry.NEVER, why);
    }

    static Failure cancelled() {
        return Failure.of(Kind.CLOSED, Origin.LOCAL, Retry.NOW, "The transfer was cancelled");
    }

    static Failure silent(Object limit) {
        return Failure.of(Kind.TIMEOUT, Origin.SERVER, Retry.LATER, "The file's server did nothing for " + limit);
    }

    static Failure unreadable(Throwable cause) {
        return Failure.of(Kind.NOT_FOUND, Origin.LOCAL, Retry.NEVER, "The file cannot be read: " + cause.getMessage());
    }

    static Failure notAllowed() {
        return refused(Origin.LOCAL, "The URL is not https, and the account does without protection nowhere else");
    }

    /** What a status that is no success says. */
    static Failure status(int status) {
        String what = "The file's server answers with HTTP status " + status;
        return switch (status) {
            case NOT_FOUND, GONE -> Failure.of(Kind.NOT_FOUND, Origin.SERVER, Retry.NEVER, what);
            case TOO_LARGE -> refused(Origin.SERVER, "The file is too large for the server (HTTP status 413)");
            default ->
                Failure.of(Kind.REFUSED, Origin.SERVER, status >= SERVER_ERROR ? Retry.LATER : Retry.NEVER, what);
        };
    }

    static boolean isTooLarge(int status) {
        return status == TOO_LARGE;
    }

    private static Failure unprotected(Retry retry, Throwable why) {
        return Failure.of(
                Kind.TLS, Origin.SERVER, retry, "No protected connection to the file's server: " + why.getMessage());
    }

    /** What an exception of HTTP, or of what is below, says. */
    static Failure of(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof DuetException known) {
                return known.failure();
            }
            if (each instanceof CertificateException) {
                return unprotected(Retry.NEVER, each);
            }
            if (each instanceof SSLHandshakeException && each.getCause() == null) {
                return unprotected(Retry.LATER, each);
            }
        }
        return Failure.of(
                Kind.NETWORK,
                Origin.NETWORK,
                Retry.LATER,
                "The connection to the file's server failed ("
                        + cause.getClass().getSimpleName() + ")");
    }
}

package dev.duet.sip.internal.transport;

import dev.duet.model.Failure;
import dev.duet.spi.net.WrongNameException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What an exception of a socket is to an application. */
final class Failures {

    private Failures() {}

    static Failure network(String message) {
        return Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, message);
    }

    static Failure of(IOException cause, InetSocketAddress remote) {
        String where = remote.getAddress().getHostAddress() + ":" + remote.getPort();
        WrongNameException wrongName = in(cause, WrongNameException.class);
        if (wrongName != null) {
            return tls("The certificate of " + where + " is for another name: " + wrongName.getMessage());
        }
        CertificateException untrusted = in(cause, CertificateException.class);
        if (untrusted != null) {
            return tls("The certificate of " + where + " is not trusted: " + untrusted.getMessage());
        }
        if (in(cause, EOFException.class) != null) {
            return network(where + " closed the connection");
        }
        if (cause instanceof SSLException) {
            return tls("No protected connection to " + where + ": " + cause.getMessage());
        }
        if (cause instanceof ConnectException) {
            return network(where + " refused the connection");
        }
        if (cause instanceof SocketTimeoutException) {
            return network(where + " did not answer in time");
        }
        if (cause instanceof NoRouteToHostException) {
            return network("There is no way to " + where);
        }
        return network("The connection to " + where + " broke: " + cause.getMessage());
    }

    /**
     * Of a connection that was open. TLS that breaks then was spoilt on the way, and another connection may do; but by
     * TLS 1.3 a server refuses a client's certificate that late.
     */
    static Failure broken(IOException cause, InetSocketAddress remote) {
        return cause instanceof SSLException && !(cause instanceof SSLHandshakeException)
                ? network("The connection to " + remote.getAddress().getHostAddress() + ":" + remote.getPort()
                        + " broke: " + cause.getMessage())
                : of(cause, remote);
    }

    private static Failure tls(String message) {
        return Failure.of(Failure.Kind.TLS, Failure.Origin.SERVER, Failure.Retry.NEVER, message);
    }

    private static <T extends Throwable> @Nullable T in(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}

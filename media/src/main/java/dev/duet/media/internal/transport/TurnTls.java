package dev.duet.media.internal.transport;

import dev.duet.model.DuetException;
import dev.duet.model.Trust;
import dev.duet.spi.net.ServerTrust;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** TLS to a TURN server: whom to believe, and by what name (RFC 8489 6.2.3). */
final class TurnTls {

    private TurnTls() {}

    /** An engine that checks the server's name, unless anybody is trusted. May read a file. */
    static SSLEngine engine(Trust trust, String host, int port) throws IOException {
        try {
            // The engine checks the name.
            SSLEngine engine =
                    ServerTrust.of(trust, certificate -> null).context().createSSLEngine(host, port);
            if (!(trust instanceof Trust.Insecure)) {
                SSLParameters parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(parameters);
            }
            return engine;
        } catch (DuetException e) {
            throw new IOException(e.failure().message(), e);
        }
    }
}

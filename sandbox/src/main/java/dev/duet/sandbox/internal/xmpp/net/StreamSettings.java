package dev.duet.sandbox.internal.xmpp.net;

import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.XmlLimits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How streams are negotiated.
 *
 * @param domain whom they are for
 * @param mechanisms the SASL mechanisms, strongest first
 * @param offerTls whether STARTTLS is offered
 * @param requireTls whether nothing else goes on before it
 * @param features what to offer beside resource binding once a client is authenticated
 * @param registration whether accounts can be made on streams (XEP-0077)
 * @param negotiation how long each step may take before the stream ends
 * @param resumption how long a lost client may come back to its session (XEP-0198); not offered for zero
 * @param queueLimit the bytes that may wait for one client
 * @param without what is switched off, of XEP-0280, 0386, 0388, 0474 and 0484
 */
public record StreamSettings(
        String domain,
        SSLContext tls,
        List<String> mechanisms,
        boolean offerTls,
        boolean requireTls,
        List<Element> features,
        boolean registration,
        XmlLimits limits,
        Duration negotiation,
        Duration resumption,
        int queueLimit,
        Set<String> without) {

    public StreamSettings {
        mechanisms = List.copyOf(mechanisms);
        features = List.copyOf(features);
        without = Set.copyOf(without);
    }
}

package dev.duet.sandbox.internal.xmpp;

import dev.duet.sandbox.internal.xmpp.net.StreamSettings;
import dev.duet.sandbox.internal.xmpp.routing.DomainSettings;
import dev.duet.sandbox.internal.xmpp.sasl.Credentials;
import dev.duet.sandbox.internal.xmpp.xep0363.FileServer;

/**
 * What a server is like.
 *
 * @param port where STARTTLS clients connect, 0 for any free port
 * @param directTlsPort where clients connect that begin with TLS, 0 for any free port, negative for none
 * @param files takes and gives files
 */
public record ServerSettings(
        int port,
        int directTlsPort,
        StreamSettings stream,
        DomainSettings domain,
        Credentials credentials,
        int traceCapacity,
        FileServer files) {}

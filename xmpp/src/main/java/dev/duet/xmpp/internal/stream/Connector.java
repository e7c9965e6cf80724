package dev.duet.xmpp.internal.stream;

import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.XmppConfig;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.spi.net.ServerTrust;
import dev.duet.xmpp.internal.rfc2782.Servers;
import dev.duet.xmpp.internal.xep0156.HostMeta;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways to the server of an account, and how they are gone. Everything here blocks. */
final class Connector {

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final XmppConfig config;
    private final Servers servers;
    private final WebClients web;
    private final @Nullable ServerTrust trust;
    private final LongSupplier clock;
    private final long begun;

    /**
     * For an account.
     *
     * @param trust of its connections by TCP; null without TLS
     * @param clock nanoseconds
     */
    Connector(XmppConfig config, Servers servers, WebClients web, @Nullable ServerTrust trust, LongSupplier clock) {
        this.config = config;
        this.servers = servers;
        this.web = web;
        this.trust = trust;
        this.clock = clock;
        this.begun = clock.getAsLong();
    }

    /** A way: exactly one of both is there. */
    record Way(Servers.@Nullable Place tcp, @Nullable URI webSocket) {

        static Way of(Servers.Place place) {
            return new Way(place, null);
        }

        static Way of(URI webSocket) {
            return new Way(null, webSocket);
        }

        /** True when STARTTLS is of no use on it. */
        boolean begun() {
            return tcp == null || tcp.direct();
        }
    }

    /** Is told of what is being opened, so that it can be closed. */
    interface Adopting {
        void adopt(Carrier opening) throws InterruptedException;
    }

    /** There is nobody on a way; there may be on another. */
    static final class UnreachableException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient IOException why;

        UnreachableException(IOException why) {
            super(why);
            this.why = why;
        }

        IOException why() {
            return why;
        }
    }

    /** Where the configuration says, or DNS. */
    List<Way> first() throws UnreachableException {
        URI webSocket = config.webSocket();
        if (webSocket != null) {
            return List.of(Way.of(webSocket));
        }
        Endpoint server = config.server();
        if (server != null) {
            return List.of(Way.of(new Servers.Place(server, config.encryption() == Encryption.DIRECT_TLS)));
        }
        try {
            return servers.find(config.address().domain(), config.encryption()).stream()
                    .map(Way::of)
                    .toList();
        } catch (UnknownHostException e) {
            throw new UnreachableException(e);
        }
    }

    /** True when there is another place to ask, when nobody is reached. */
    boolean hasMore() {
        return config.webSocketFallback() && config.webSocket() == null;
    }

    /** Where the domain says by HTTPS that it takes WebSocket (XEP-0156); empty when it says nothing. */
    List<Way> more() throws InterruptedException {
        try {
            return web.find(config, patience()).stream().map(Way::of).toList();
        } catch (IOException e) {
            LOG.debug("No WebSocket was found at {}: {}", config.address().domain(), e.toString());
            return List.of();
        }
    }

    /** Where a server sends its clients on to, from that way; null when it does not, or to where we would not go. */
    @Nullable
    Way sentOn(Throwable failure, Way from) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SeeOtherUriException other) {
                URI there = HostMeta.webSocket(other.uri());
                return from.webSocket() == null || there == null ? null : Way.of(there);
            }
        }
        Servers.Place tcp = from.tcp();
        Endpoint other = tcp == null ? null : SeeOther.in(failure);
        return tcp == null || other == null ? null : Way.of(new Servers.Place(other, tcp.direct()));
    }

    /** Goes a way. A certificate that is not trusted ends the attempt. */
    Carrier open(Way way, Adopting by) throws UnreachableException, IOException, InterruptedException {
        Servers.Place tcp = way.tcp();
        return tcp == null ? open(Objects.requireNonNull(way.webSocket()), by) : open(tcp, by);
    }

    private Carrier open(URI webSocket, Adopting by) throws UnreachableException, IOException, InterruptedException {
        WebSocketCarrier opening = new WebSocketCarrier(web.client(config), web.executor(), webSocket);
        by.adopt(opening);
        try {
            opening.connect(patience());
            return opening;
        } catch (IOException e) {
            opening.kill();
            if (endsAll(e)) {
                throw e;
            }
            throw new UnreachableException(e);
        }
    }

    /** Connects to the first address of a place that answers. */
    private Carrier open(Servers.Place place, Adopting by)
            throws UnreachableException, IOException, InterruptedException {
        IOException last = new UnknownHostException(place.at().host());
        try {
            for (InetAddress address : servers.addresses(place.at().host())) {
                if (hasMore() && clock.getAsLong() - begun > config.timeout().toNanos() / 2) {
                    break; // the rest of the time is for what comes behind
                }
                Transport opening = new Transport(
                        trust == null ? null : trust.context(config.clientCertificate()),
                        config.address().domain());
                Carrier carrying = new TcpCarrier(opening);
                by.adopt(carrying);
                try {
                    opening.connect(address, place.at().port(), (int) patience().toMillis());
                    if (place.direct()) {
                        opening.startTls("xmpp-client");
                    }
                    return carrying;
                } catch (SocketTimeoutException e) {
                    last = e;
                } catch (SSLException e) {
                    if (endsAll(e)) {
                        throw e;
                    }
                    last = e;
                } catch (IOException e) {
                    last = new ConnectException(place.at() + ": " + e.getMessage());
                }
                opening.close();
            }
        } catch (UnknownHostException e) {
            last = e;
        }
        throw new UnreachableException(last);
    }

    private static boolean endsAll(IOException e) {
        return e instanceof SSLException && SignInFailures.of(e).retry() == Failure.Retry.NEVER;
    }

    /** How long connecting once may take; with other ways to come, all of them get their time. */
    private Duration patience() {
        Duration most = hasMore() ? config.timeout().dividedBy(4) : config.timeout();
        return most.compareTo(CONNECT) < 0 ? most : CONNECT;
    }
}

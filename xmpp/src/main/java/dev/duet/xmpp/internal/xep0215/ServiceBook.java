package dev.duet.xmpp.internal.xep0215;

import dev.duet.model.Address;
import dev.duet.model.IceServer;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server told of STUN and TURN, asked for again before the first credentials end. */
@OnLoop
public final class ServiceBook {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceBook.class);
    private static final Duration SHORTEST = Duration.ofSeconds(30);

    private final Iqs iqs;
    private final Loop loop;
    private final Address.Xmpp server;
    private volatile List<IceServer> servers = List.of();
    private Loop.@Nullable Timer again;
    private boolean ended;

    /** A book of a session. */
    public ServiceBook(Iqs iqs, Loop loop, Address.Xmpp server) {
        this.iqs = iqs;
        this.loop = loop;
        this.server = server;
    }

    /** Asks the server, which has said that it knows of services. */
    public void ask() {
        if (ended) {
            return;
        }
        iqs.get(server, ExternalServices.question(), answer -> {
            Xml services = answer.payload("services", ExternalServices.NAMESPACE);
            if (services == null) {
                LOG.debug("No list of STUN and TURN servers: {}", answer.failure());
                return;
            }
            servers = ExternalServices.read(services);
            LOG.debug("The server told of {} STUN and TURN servers", servers.size());
            askBeforeTheyEnd();
        });
    }

    private void askBeforeTheyEnd() {
        servers.stream()
                .map(IceServer::expires)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(first -> {
                    Duration left =
                            Duration.between(loop.now(), first).multipliedBy(2).dividedBy(3);
                    again = loop.schedule(left.compareTo(SHORTEST) < 0 ? SHORTEST : left, this::ask);
                });
    }

    /** Those whose credentials still count. From any thread. */
    public List<IceServer> servers() {
        Instant now = loop.now();
        return servers.stream()
                .filter(server -> server.expires() == null || server.expires().isAfter(now))
                .toList();
    }

    /** The session is over; what is known stays known. */
    public void end() {
        ended = true;
        if (again != null) {
            again.cancel();
        }
    }
}

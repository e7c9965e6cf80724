package dev.duet.sandbox.internal.xmpp.xep0215;

import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Which other servers there are, all of them or those of one type. */
public final class ServicesHandler implements IqHandler {

    private static final String NAMESPACE = "urn:xmpp:extdisco:2";

    private final List<Service> services;
    private final Clock clock;

    /**
     * Another server.
     *
     * @param lifetime how long its credentials count from each answer on; zero for ever
     */
    public record Service(
            String type,
            String host,
            int port,
            String transport,
            String username,
            String password,
            Duration lifetime) {}

    public ServicesHandler(List<Service> services, Clock clock) {
        this.services = List.copyOf(services);
        this.clock = clock;
    }

    @Override
    public String specification() {
        return "XEP-0215";
    }

    @Override
    public List<String> namespaces() {
        return List.of(NAMESPACE);
    }

    @Override
    public List<String> serverFeatures() {
        return namespaces();
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        if (request.target() != Target.SERVER
                || request.isSet()
                || !request.payload().name().equals("services")) {
            return Optional.empty();
        }
        String wanted = request.payload().attribute("type", "");
        Element list = Element.of(NAMESPACE, "services").with("type", wanted.isEmpty() ? null : wanted);
        for (Service service : services) {
            if (wanted.isEmpty() || wanted.equals(service.type())) {
                list = list.with(describe(service));
            }
        }
        return Optional.of(Stanzas.result(request.iq()).with(list));
    }

    private Element describe(Service service) {
        String expires = service.lifetime().isZero()
                ? null
                : clock.instant()
                        .plus(service.lifetime())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
        return Element.of(NAMESPACE, "service")
                .with("type", service.type())
                .with("host", service.host())
                .with("port", Integer.toString(service.port()))
                .with("transport", service.transport())
                .with("username", service.username().isEmpty() ? null : service.username())
                .with("password", service.password().isEmpty() ? null : service.password())
                .with("expires", expires);
    }
}

package dev.duet.sandbox;

import dev.duet.sandbox.internal.xmpp.ServerSettings;
import dev.duet.sandbox.internal.xmpp.net.StreamSettings;
import dev.duet.sandbox.internal.xmpp.routing.DomainSettings;
import dev.duet.sandbox.internal.xmpp.routing.Optionals;
import dev.duet.sandbox.internal.xmpp.sasl.Credentials;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.xep0198.ManagedOutlet;
import dev.duet.sandbox.internal.xmpp.xep0215.ServicesHandler;
import dev.duet.sandbox.internal.xmpp.xep0363.FileServer;
import dev.duet.sandbox.internal.xmpp.xep0363.FileStore;
import dev.duet.sandbox.internal.xmpp.xep0363.UploadHandler;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.XmlLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Turns the public configuration into the parts' own. */
final class XmppServerSettings {

    static final List<String> KNOWN = List.of(
            "SCRAM-SHA-512-PLUS",
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-512",
            "SCRAM-SHA-256",
            "SCRAM-SHA-1",
            "EXTERNAL",
            "OAUTHBEARER",
            "PLAIN");
    static final Set<String> SWITCHES = Set.of(
            "RFC 3921 3",
            "RFC 6121 3.4",
            "XEP-0012",
            "XEP-0030",
            "XEP-0045",
            "XEP-0049",
            "XEP-0054",
            "XEP-0077",
            "XEP-0092",
            "XEP-0160",
            "XEP-0163",
            "XEP-0191",
            "XEP-0199",
            "XEP-0215",
            "XEP-0237",
            "XEP-0280",
            "XEP-0313",
            "XEP-0352",
            UploadHandler.SPECIFICATION,
            "XEP-0386",
            "XEP-0388",
            "XEP-0474",
            "XEP-0484");

    private XmppServerSettings() {}

    static ServerSettings of(XmppServer.Config config) {
        Users users = config.users();
        Credentials credentials = new Credentials() {
            @Override
            public Optional<String> password(String user) {
                return users.find(user).map(SandboxUser::password);
            }

            @Override
            public void password(String user, String password) {
                users.add(user, password);
            }

            @Override
            public void remove(String user) {
                users.remove(user);
            }

            @Override
            public boolean mayActAs(String user, String authorizationIdentity) {
                try {
                    Jid jid = Jid.parse(authorizationIdentity);
                    return jid.equals(new Jid(user, users.domain(), null));
                } catch (InvalidJidException e) {
                    return false;
                }
            }
        };
        List<Element> features = new ArrayList<>();
        if (!config.without().contains("RFC 3921 3")) {
            features.add(Element.of(Ns.SESSION, "session").with(Element.of(Ns.SESSION, "optional")));
        }
        if (!config.without().contains(Optionals.ROSTER_VERSIONING)) {
            features.add(Element.of(Ns.ROSTER_VERSIONING, "ver"));
        }
        if (!config.without().contains(Optionals.PRE_APPROVAL)) {
            features.add(Element.of(Ns.PRE_APPROVAL, "sub"));
        }
        if (!config.without().contains(Optionals.CLIENT_STATE)) {
            features.add(Element.of(Ns.CLIENT_STATE, "csi"));
        }
        if (!config.resumption().isZero()) {
            features.add(Element.of(ManagedOutlet.NAMESPACE, "sm"));
        }
        SSLContext tls =
                config.tls() != null ? config.tls() : config.authority().serverContext(users.domain());
        StreamSettings stream = new StreamSettings(
                users.domain(),
                tls,
                config.mechanisms(),
                config.startTls() != XmppServer.StartTls.NOT_OFFERED,
                config.startTls() == XmppServer.StartTls.REQUIRED,
                features,
                !config.without().contains("XEP-0077"),
                new XmlLimits(config.maxStanzaCharacters(), config.maxDepth()),
                config.negotiationTimeout(),
                config.resumption(),
                config.maxQueuedBytes(),
                config.without());
        FileServer files =
                new FileServer(new FileStore(), () -> config.authority().serverContext("localhost"));
        DomainSettings domain = new DomainSettings(
                new Jid(null, users.domain(), null),
                user -> users.find(user).isPresent(),
                config.conflict() == XmppServer.Conflict.REPLACE,
                config.without(),
                credentials,
                config.services().stream().map(XmppServerSettings::service).toList(),
                new UploadHandler(files, config.maxUpload()));
        return new ServerSettings(
                config.port(), config.directTlsPort(), stream, domain, credentials, config.exchangeCapacity(), files);
    }

    private static ServicesHandler.Service service(ExternalService service) {
        return new ServicesHandler.Service(
                service.type(),
                service.host(),
                service.port(),
                service.transport(),
                service.username(),
                service.password(),
                service.lifetime());
    }
}

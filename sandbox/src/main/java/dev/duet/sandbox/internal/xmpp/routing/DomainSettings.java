package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.sasl.Credentials;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.xep0215.ServicesHandler.Service;
import dev.duet.sandbox.internal.xmpp.xep0363.UploadHandler;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a domain is like.
 *
 * @param exists tells whether there is a user with that prepared localpart
 * @param replaceOnConflict whether a client may take a resource from another one (RFC 6120 7.7.2.2)
 * @param without the specifications to leave out, for example {@code XEP-0280}
 * @param credentials where passwords are changed
 * @param services the other servers to tell of (XEP-0215)
 * @param uploads gives places for files (XEP-0363)
 */
public record DomainSettings(
        Jid domain,
        Predicate<String> exists,
        boolean replaceOnConflict,
        Set<String> without,
        Credentials credentials,
        List<Service> services,
        UploadHandler uploads) {

    public DomainSettings {
        without = Set.copyOf(without);
        services = List.copyOf(services);
    }
}

package dev.duet.model;

import java.net.URI;
import java.util.Objects;

/**
 * Where those can be reached who run a server or a service (XEP-0157), as these say of themselves.
 *
 * @param purpose for what
 * @param address with its scheme, such as {@code mailto:}, {@code xmpp:} or {@code https:}
 */
public record ServiceContact(Purpose purpose, URI address) {

    /** For what somebody wants to reach them. */
    public enum Purpose {
        /** Somebody is a nuisance there. */
        ABUSE,
        /** Anything about how it is run. */
        ADMIN,
        /** What users think of it. */
        FEEDBACK,
        /** To become a customer. */
        SALES,
        /** It can be broken into. */
        SECURITY,
        /** A page that tells whether it works. */
        STATUS,
        /** Something does not work. */
        SUPPORT
    }

    public ServiceContact {
        Objects.requireNonNull(purpose, "purpose");
        if (!address.isAbsolute()) {
            throw new IllegalArgumentException("A contact address has a scheme, and " + address + " has none");
        }
    }
}

package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the SIP server wakes an application that sleeps (RFC 8599): registered with the contact. When a push came, the
 * application calls {@link dev.duet.api.Account#networkChanged()}, which registers anew, and then gets what waited.
 *
 * @param provider the push service, such as {@code apns}, {@code fcm} or {@code webpush} (RFC 8599 13)
 * @param resource names this application at the service: {@code pn-prid}
 * @param parameter what else the service wants: {@code pn-param}; null when it wants nothing
 */
public record SipPush(
        String provider, String resource, @Nullable String parameter) {

    public SipPush {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(resource, "resource");
        if (!provider.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("A push service has a short name, unlike " + provider);
        }
        if (resource.isEmpty()) {
            throw new IllegalArgumentException("A push service needs to know whom to wake");
        }
    }

    /** Without what names the application: who has that may wake it. */
    @Override
    public String toString() {
        return "SipPush[" + provider + "]";
    }
}

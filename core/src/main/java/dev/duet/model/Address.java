package dev.duet.model;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody can be reached: a SIP URI, an XMPP address or a telephone number.
 *
 * <p>Two addresses are equal when they name the same place by the rules of their protocol, as far as these can be
 * decided without a server: domains compare without case, the user part of a SIP URI with case (RFC 3261 19.1.4), the
 * local part of an XMPP address without (RFC 7622 3.3).
 */
public sealed interface Address {

    /**
     * The address as a URI, with its scheme: {@code sip:alice@example.com}, {@code xmpp:alice@example.com/phone},
     * {@code tel:+15551234}.
     */
    String uri();

    /** The address as people write it, without a scheme: {@code alice@example.com}, {@code +15551234}. */
    String text();

    /**
     * The address of the person rather than of one device or way to it: no resource, port or URI parameter.
     * {@code this} when there is nothing to take away.
     */
    Address bare();

    /** The protocol that reaches this address; a telephone number is reached by SIP. */
    Protocol protocol();

    /**
     * Reads an address with a scheme: {@code sip:}, {@code sips:}, {@code xmpp:} or {@code tel:}.
     *
     * @throws IllegalArgumentException when the text has no such scheme or is not well-formed
     */
    static Address parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "sip", "sips" -> AddressParser.sip(text);
            case "xmpp" -> AddressParser.xmpp(text);
            case "tel" -> AddressParser.tel(text);
            default ->
                throw new IllegalArgumentException(
                        "An address begins with sip:, sips:, xmpp: or tel:, unlike \"" + text + "\"");
        };
    }

    /**
     * Reads a SIP address, with or without its scheme.
     *
     * @throws IllegalArgumentException when the text is not a SIP URI of RFC 3261 19.1.1
     */
    static Sip sip(String text) {
        return AddressParser.sip(text);
    }

    /**
     * Reads an XMPP address, with or without its scheme.
     *
     * @throws IllegalArgumentException when the text is not an address of RFC 7622
     */
    static Xmpp xmpp(String text) {
        return AddressParser.xmpp(text);
    }

    /**
     * Reads a telephone number, with or without its scheme; visual separators (RFC 3966 5.1.1) are dropped.
     *
     * @throws IllegalArgumentException when the text is not a telephone number
     */
    static Tel tel(String text) {
        return AddressParser.tel(text);
    }

    /**
     * A SIP or SIPS URI (RFC 3261 19.1).
     *
     * @param secure true for {@code sips:}
     * @param user the user part, unescaped; null for a URI that names a host alone
     * @param host a domain name in lower case, an IPv4 address, or an IPv6 address in brackets
     * @param port 1 to 65535, or 0 when the URI has none
     * @param parameters URI parameters with their names in lower case, unescaped; the value of a flag is empty
     */
    record Sip(boolean secure, @Nullable String user, String host, int port, Map<String, String> parameters)
            implements Address {

        public Sip {
            Objects.requireNonNull(host, "host");
            if (host.isEmpty()) {
                throw new IllegalArgumentException("A SIP address needs a host");
            }
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("A port is 1 to 65535, unlike " + port);
            }
            host = host.toLowerCase(Locale.ROOT);
            parameters = parameters.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(parameters));
        }

        /** Of what nearly always tells them apart: people are looked up by it with each message. */
        @Override
        public int hashCode() {
            return 31 * host.hashCode() + Objects.hashCode(user);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sip sip
                    && host.equals(sip.host)
                    && Objects.equals(user, sip.user)
                    && port == sip.port
                    && secure == sip.secure
                    && parameters.equals(sip.parameters);
        }

        @Override
        public String uri() {
            return AddressParser.format(this);
        }

        @Override
        public String text() {
            return user == null ? host : user + "@" + host;
        }

        /** The global telephone number that the user part is (RFC 3261 19.1.6); empty when it is something else. */
        public Optional<Tel> number() {
            boolean mayBe = user != null && user.startsWith("+"); // most are names
            return mayBe && user.matches("\\+[0-9]{3,15}") ? Optional.of(new Tel(user)) : Optional.empty();
        }

        @Override
        public Sip bare() {
            return port == 0 && parameters.isEmpty() ? this : new Sip(secure, user, host, 0, Map.of());
        }

        @Override
        public Protocol protocol() {
            return Protocol.SIP;
        }

        @Override
        public String toString() {
            return uri();
        }
    }

    /**
     * An XMPP address (RFC 7622).
     *
     * @param local the local part in lower case; null for the address of a server
     * @param domain the domain part in lower case
     * @param resource the resource part; null for a bare address
     */
    record Xmpp(
            @Nullable String local, String domain, @Nullable String resource) implements Address {

        public Xmpp {
            Objects.requireNonNull(domain, "domain");
            if (domain.isEmpty()) {
                throw new IllegalArgumentException("An XMPP address needs a domain");
            }
            local = local == null ? null : local.toLowerCase(Locale.ROOT);
            domain = domain.toLowerCase(Locale.ROOT);
        }

        /** Without what records do by themselves: people are looked up by it with each message. */
        @Override
        public int hashCode() {
            return 31 * (31 * Objects.hashCode(local) + domain.hashCode()) + Objects.hashCode(resource);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Xmpp xmpp
                    && Objects.equals(local, xmpp.local)
                    && domain.equals(xmpp.domain)
                    && Objects.equals(resource, xmpp.resource);
        }

        /** True when the address has no resource. */
        public boolean isBare() {
            return resource == null;
        }

        /** The same person at one device. */
        public Xmpp withResource(String newResource) {
            return new Xmpp(local, domain, newResource);
        }

        /** The address in the form of RFC 7622, which is not escaped as a URI is. */
        public String jid() {
            return text() + (resource == null ? "" : "/" + resource);
        }

        @Override
        public String uri() {
            return AddressParser.format(this);
        }

        @Override
        public String text() {
            return local == null ? domain : local + "@" + domain;
        }

        @Override
        public Xmpp bare() {
            return resource == null ? this : new Xmpp(local, domain, null);
        }

        @Override
        public Protocol protocol() {
            return Protocol.XMPP;
        }

        @Override
        public String toString() {
            return uri();
        }
    }

    /**
     * A telephone number (RFC 3966).
     *
     * @param number digits, with a leading {@code +} for a global number; {@code *} and {@code #} may occur in
     *     local ones
     */
    record Tel(String number) implements Address {

        public Tel {
            if (!number.matches("\\+?[0-9*#]+")) {
                throw new IllegalArgumentException("Not a telephone number: \"" + number + "\"");
            }
        }

        /** True for a number that means the same everywhere, with its country code. */
        public boolean isGlobal() {
            return number.startsWith("+");
        }

        @Override
        public String uri() {
            return "tel:" + number;
        }

        @Override
        public String text() {
            return number;
        }

        @Override
        public Tel bare() {
            return this;
        }

        @Override
        public Protocol protocol() {
            return Protocol.SIP;
        }

        @Override
        public String toString() {
            return uri();
        }
    }
}

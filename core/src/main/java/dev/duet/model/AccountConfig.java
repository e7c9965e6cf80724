package dev.duet.model;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An account: who its user is, and how to sign in to each half. At least one half is needed.
 *
 * @param name what to call the user, shown to others where a protocol shows names
 * @param sip the SIP half; null for an account without
 * @param xmpp the XMPP half; null for an account without
 * @param media how calls carry sound
 * @param sameRealm true when {@code user@domain} is one person on both halves, so that their contacts may be merged
 * @param acceptContacts true to let everybody who asks see this account's presence
 * @param xmppAfterSip true to sign in by XMPP once SIP is online, and not before, so that nobody sees the user there
 *     who cannot be called yet (RFC 7081 2); only where there are both halves
 * @param readVCards true to read the vCards of those on the server's list, in the background, once, 1000 at most: who
 *     calls by a number in one is then found, and who has a number can be called (RFC 7081 3.1, 3.2)
 * @param region where the user is, so that telephone numbers mean what they mean there: an ISO 3166-1 code of two
 *     capital letters, such as {@code DE}; empty for nowhere in particular: only global numbers are then numbers that
 *     others have
 * @param ringTimeout how long an incoming call rings, and an outgoing one waits for an answer, 5 s to 10 min
 * @param messageFailover how long a message waits for the XMPP server to take it before it goes by SIP MESSAGE, to who
 *     has a SIP address; 1 s to a day
 * @param transfers what becomes of the wish of others that this account calls somebody
 */
public record AccountConfig(
        String name,
        @Nullable SipConfig sip,
        @Nullable XmppConfig xmpp,
        MediaConfig media,
        boolean sameRealm,
        boolean acceptContacts,
        boolean xmppAfterSip,
        boolean readVCards,
        String region,
        Duration ringTimeout,
        Duration messageFailover,
        TransferRules transfers) {

    public AccountConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(media, "media");
        Objects.requireNonNull(transfers, "transfers");
        if (sip == null && xmpp == null) {
            throw new IllegalArgumentException("An account needs sip(...) or xmpp(...), or both");
        }
        if (xmppAfterSip && (sip == null || xmpp == null)) {
            throw new IllegalArgumentException("xmppAfterSip(true) needs both halves");
        }
        if (!region.matches("(?:[A-Z]{2})?")) {
            throw new IllegalArgumentException("A region is two capital letters, unlike \"" + region + "\"");
        }
        Durations.check("ringTimeout", ringTimeout, Duration.ofSeconds(5), Duration.ofMinutes(10));
        Durations.check("messageFailover", messageFailover, Duration.ofSeconds(1), Duration.ofDays(1));
    }

    /** Starts an account; add {@code xmpp(...)}, {@code sip(...)} or both. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The halves that are configured. */
    public Map<Protocol, LinkConfig> links() {
        Map<Protocol, LinkConfig> links = new LinkedHashMap<>();
        Optional.ofNullable(sip).ifPresent(half -> links.put(Protocol.SIP, half));
        Optional.ofNullable(xmpp).ifPresent(half -> links.put(Protocol.XMPP, half));
        return links;
    }

    /** Builds a configuration; for one thread. */
    public static final class Builder {
        private final String name;
        private @Nullable SipConfig sip;
        private @Nullable XmppConfig xmpp;
        private MediaConfig media = MediaConfig.DEFAULT;
        private @Nullable Boolean sameRealm;
        private boolean acceptContacts;
        private boolean xmppAfterSip;
        private @Nullable Boolean readVCards;
        private String region = "";
        private boolean tellXmppAddress = true;
        private Duration ringTimeout = Duration.ofMinutes(1);
        private Duration messageFailover = Duration.ofSeconds(10);
        private TransferRules transfers = TransferRules.DEFAULT;

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a SIP half with the defaults: registrar found by DNS, TLS. */
        public Builder sip(String address, String password) {
            return sip(address, password, half -> half);
        }

        /** Adds a SIP half; {@code settings} changes the defaults. */
        public Builder sip(String address, String password, UnaryOperator<SipConfig.Builder> settings) {
            sip = settings.apply(SipConfig.builder(Address.sip(address), Secret.of(password)))
                    .build();
            return this;
        }

        /** Adds a SIP half. */
        public Builder sip(SipConfig half) {
            sip = half;
            return this;
        }

        /** Adds an XMPP half with the defaults: server found by DNS, STARTTLS. */
        public Builder xmpp(String address, String password) {
            return xmpp(address, password, half -> half);
        }

        /** Adds an XMPP half; {@code settings} changes the defaults. */
        public Builder xmpp(String address, String password, UnaryOperator<XmppConfig.Builder> settings) {
            xmpp = settings.apply(XmppConfig.builder(Address.xmpp(address), Secret.of(password)))
                    .build();
            return this;
        }

        /** Adds an XMPP half. */
        public Builder xmpp(XmppConfig half) {
            xmpp = half;
            return this;
        }

        /** See {@link AccountConfig#media()}. */
        public Builder media(MediaConfig value) {
            media = value;
            return this;
        }

        /** See {@link AccountConfig#sameRealm()}; true when both halves have the same domain, unless told otherwise. */
        public Builder sameRealm(boolean value) {
            sameRealm = value;
            return this;
        }

        /** See {@link AccountConfig#acceptContacts()}; false unless told otherwise. */
        public Builder acceptContacts(boolean value) {
            acceptContacts = value;
            return this;
        }

        /**
         * Whether those who are called by SIP are told the account's XMPP address (RFC 7081 3.2): they may then know
         * who calls, and write back. True unless told otherwise; {@link SipConfig#impp()} names another.
         */
        public Builder tellXmppAddress(boolean value) {
            tellXmppAddress = value;
            return this;
        }

        /** See {@link AccountConfig#xmppAfterSip()}; false unless told otherwise. */
        public Builder xmppAfterSip(boolean value) {
            xmppAfterSip = value;
            return this;
        }

        /** See {@link AccountConfig#readVCards()}; true when there are both halves, unless told otherwise. */
        public Builder readVCards(boolean value) {
            readVCards = value;
            return this;
        }

        /** See {@link AccountConfig#region()}; none unless told otherwise. */
        public Builder region(String value) {
            region = value;
            return this;
        }

        /** See {@link AccountConfig#ringTimeout()}; one minute unless told otherwise. */
        public Builder ringTimeout(Duration value) {
            ringTimeout = value;
            return this;
        }

        /** See {@link AccountConfig#messageFailover()}; ten seconds unless told otherwise. */
        public Builder messageFailover(Duration value) {
            messageFailover = value;
            return this;
        }

        /** See {@link AccountConfig#transfers()}; {@link TransferRules#DEFAULT} unless told otherwise. */
        public Builder transfers(TransferRules value) {
            transfers = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException when there is neither half
         */
        public AccountConfig build() {
            boolean realm = sameRealm == null
                    ? sip != null
                            && xmpp != null
                            && sip.address().host().equals(xmpp.address().domain())
                    : sameRealm;
            boolean vCards = readVCards == null ? sip != null && xmpp != null : readVCards;
            boolean tells = sip != null && xmpp != null && tellXmppAddress && sip.impp() == null;
            return new AccountConfig(
                    name,
                    tells ? sip.withImpp(xmpp.address()) : sip,
                    xmpp,
                    media,
                    realm,
                    acceptContacts,
                    xmppAfterSip,
                    vCards,
                    region,
                    ringTimeout,
                    messageFailover,
                    transfers);
        }
    }
}

package dev.duet.model;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Wishes for one outgoing call. Only SIP has words for them.
 *
 * <p>Two of them bind, as a user would not want the call without them: that something is hidden, and an answer that is
 * {@link AnswerWish#required()}. Such a call goes by those ways alone that can carry the wish ({@link
 * Capability#CALL_OPTIONS}), also when it is tried another way or sent on. Where there is none it ends as {@link
 * EndReason.Kind#UNSUPPORTED}: an XMPP address is always shown to whoever is called. The others are hints: a call by
 * XMPP is made without them.
 *
 * @param privacy what is to be hidden from whoever is called, in the place of {@link SipConfig#privacy()}: NONE stands
 *     alone, and CRITICAL with another; empty to ask for nothing; null for what the account says. Whoever transfers
 *     this call does not learn more: the call that follows hides its caller, too
 * @param answer how it wishes to be answered
 * @param alerts how it is to ring over there (Alert-Info, RFC 3261 20.4): absolute URIs of sounds, and URNs such as
 *     {@code urn:alert:source:internal} (RFC 7462); 4 at most, each of 480 characters at most. Those who are called
 *     get them as they are, also of a call that hides its caller, and mostly obey a few URNs alone
 */
public record CallOptions(@Nullable Set<SipPrivacy> privacy, AnswerWish answer, List<URI> alerts) {

    /** No wish: as the account says. */
    public static final CallOptions DEFAULT = new CallOptions(null, AnswerWish.NONE, List.of());

    private static final int MOST_ALERTS = 4;
    private static final int LONGEST_ALERT = 480;

    public CallOptions {
        privacy = privacy == null ? null : SipPrivacy.checked(privacy);
        Objects.requireNonNull(answer, "answer");
        alerts = List.copyOf(alerts);
        if (alerts.size() > MOST_ALERTS) {
            throw new IllegalArgumentException("Alerts are " + MOST_ALERTS + " at most, unlike " + alerts.size());
        }
        for (URI alert : alerts) {
            if (!alert.isAbsolute()) {
                throw new IllegalArgumentException("An alert is an absolute URI, unlike " + alert);
            }
            if (alert.toASCIIString().length() > LONGEST_ALERT) {
                throw new IllegalArgumentException("An alert has " + LONGEST_ALERT + " characters at most");
            }
        }
    }

    /**
     * The same without telling who calls, as users of telephones know it: {@link SipPrivacy#USER} and {@link
     * SipPrivacy#ID}. The own server knows.
     */
    public CallOptions withCallerHidden() {
        return withPrivacy(SipPrivacy.USER, SipPrivacy.ID);
    }

    /** The same with who calls, whatever the account and its server do else: {@link SipPrivacy#NONE}. */
    public CallOptions withCallerShown() {
        return withPrivacy(SipPrivacy.NONE);
    }

    /** The same with that to be hidden, whatever the account says; nothing to ask for nothing. */
    public CallOptions withPrivacy(SipPrivacy... asked) {
        return new CallOptions(Set.of(asked), answer, alerts);
    }

    /** The same with another wish of how to be answered. */
    public CallOptions withAnswer(AnswerWish wish) {
        return new CallOptions(privacy, wish, alerts);
    }

    /** The same, to ring so. */
    public CallOptions withAlerts(List<URI> newAlerts) {
        return new CallOptions(privacy, answer, newAlerts);
    }

    /**
     * The same, to ring so.
     *
     * @throws IllegalArgumentException when one is no absolute URI
     */
    public CallOptions withAlerts(String... uris) {
        return withAlerts(List.of(uris).stream().map(URI::create).toList());
    }

    /** True when something is to be hidden. */
    public boolean hides() {
        return privacy != null && !privacy.isEmpty() && !privacy.contains(SipPrivacy.NONE);
    }

    /** True when the call is rather to fail than to be made without these wishes. */
    public boolean binding() {
        return hides() || answer.required();
    }
}

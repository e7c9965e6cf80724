package dev.duet.media.internal.rfc3264;

import static dev.duet.model.MediaDescription.DTLS_SAVP;
import static dev.duet.model.MediaDescription.DTLS_SAVPF;
import static dev.duet.model.MediaDescription.RTP_AVP;
import static dev.duet.model.MediaDescription.RTP_AVPF;
import static dev.duet.model.MediaDescription.RTP_SAVP;
import static dev.duet.model.MediaDescription.RTP_SAVPF;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc4568.CryptoAttribute;
import dev.duet.media.internal.rfc8122.Fingerprints;
import dev.duet.model.DtlsDescription;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.DtlsDescription.Setup;
import dev.duet.model.Failure;
import dev.duet.model.MediaDescription;
import dev.duet.model.SdesCrypto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which protection an offer and answer come to. DTLS-SRTP goes before SDES. In Jingle the fingerprint alone decides
 * (XEP-0320); in SIP the profile says whether protection is a must:
 *
 * <ul>
 *   <li>WHEN_POSSIBLE offers RTP/AVP with fingerprint and keys beside it (RFC 8643), which a plain telephone answers,
 *       too;
 *   <li>REQUIRED offers RTP/SAVP with both when keys may be told, since telephones that know SDES alone take no other
 *       profile and those that do DTLS-SRTP take it as well (RFC 8829 5.1.2); else UDP/TLS/RTP/SAVPF;
 *   <li>an offer is answered in its own profile, and a profile that is a must is answered so or refused.
 * </ul>
 */
final class SecurityRules {

    private static final Set<String> DTLS = Set.of(DTLS_SAVP, DTLS_SAVPF);
    private static final Set<String> SECURE = Set.of(RTP_SAVP, RTP_SAVPF, DTLS_SAVP, DTLS_SAVPF);
    private static final Set<String> OPEN = Set.of(RTP_AVP, RTP_AVPF);

    private final LocalSecurity local;

    SecurityRules(LocalSecurity local) {
        this.local = local;
    }

    /** What came out: a protection with our side of it, or a refusal. */
    sealed interface Outcome {

        /** Our side has a fingerprint, or a key, or neither. */
        record Taken(Protection protection, @Nullable DtlsDescription dtls, List<SdesCrypto> cryptos)
                implements Outcome {}

        /** Nothing that both want. */
        record Refused(Failure failure) implements Outcome {}
    }

    // --- our offer

    /** Adds profile and protection to our offer; the profile that is in force stays. */
    void offer(MediaDescription.Builder audio, Optional<MediaDescription> inForce, @Nullable Fingerprint ours) {
        String profile = inForce.map(MediaDescription::protocol).orElseGet(() -> profile(ours));
        audio.protocol(profile);
        if (local.never()) {
            return;
        }
        if (ours != null) {
            audio.dtls(new DtlsDescription(List.of(ours), Setup.ACTPASS)); // RFC 5763 5
        }
        if (local.hasProfiles() && !DTLS.contains(profile)) {
            int tag = 1;
            for (SrtpKey key : local.keys()) {
                audio.crypto(new CryptoAttribute(tag++, key).write());
            }
        }
    }

    private String profile(@Nullable Fingerprint ours) {
        if (!local.hasProfiles()) {
            return local.never() || ours == null ? RTP_AVPF : DTLS_SAVPF;
        }
        if (!local.required()) {
            return RTP_AVP;
        }
        return local.keys().isEmpty() ? DTLS_SAVPF : RTP_SAVP;
    }

    // --- their offer

    /** Chooses from an offer. What is in force goes on when the offer has it still. */
    Outcome answer(MediaDescription offer, Protection inForce, @Nullable Fingerprint ours) {
        boolean must = local.hasProfiles() && SECURE.contains(offer.protocol());
        if (local.hasProfiles() && !must && !OPEN.contains(offer.protocol())) {
            return refused(Failure.Kind.NEGOTIATION, "The offer asks for " + offer.protocol());
        }
        if (local.never()) {
            return must
                    ? refused(
                            Failure.Kind.NEGOTIATION,
                            "The offer asks for " + offer.protocol() + ", and this side does not encrypt")
                    : open();
        }
        DtlsDescription dtls = offer.dtls();
        if (dtls != null && ours != null && isUsable(dtls)) {
            boolean client = isClient(dtls, id(offer), inForce);
            return new Outcome.Taken(
                    new Protection.Dtls(client, dtls.fingerprints(), id(offer)),
                    new DtlsDescription(List.of(ours), client ? Setup.ACTIVE : Setup.PASSIVE),
                    List.of());
        }
        if (!DTLS.contains(offer.protocol())) {
            Optional<Outcome> sdes = fromCryptos(offer.cryptos());
            if (sdes.isPresent()) {
                return sdes.get();
            }
        }
        return must || local.required() ? unprotected("offer", offer) : open();
    }

    private static boolean isUsable(DtlsDescription dtls) {
        return dtls.setup() != Setup.HOLDCONN && Fingerprints.isUsable(dtls.fingerprints());
    }

    /** Active by default (RFC 5763 5); the role of an association that goes on stays (RFC 8842 5.3). */
    private static boolean isClient(DtlsDescription theirs, String id, Protection inForce) {
        return switch (theirs.setup()) {
            case ACTIVE -> false;
            case PASSIVE -> true;
            default ->
                !(inForce instanceof Protection.Dtls before
                                && before.remote().equals(theirs.fingerprints())
                                && before.id().equals(id))
                        || before.client();
        };
    }

    private static String id(MediaDescription medium) {
        return medium.attribute("tls-id").orElse("");
    }

    /** The best of ours among those offered, with the offer's tag (RFC 4568 5.1.2). */
    private Optional<Outcome> fromCryptos(List<SdesCrypto> offered) {
        List<CryptoAttribute> readable = readable(offered);
        for (SrtpKey key : local.keys()) {
            for (CryptoAttribute theirs : readable) {
                if (theirs.key().profile() == key.profile()) {
                    return Optional.of(new Outcome.Taken(
                            new Protection.Sdes(key, theirs.key()),
                            null,
                            List.of(new CryptoAttribute(theirs.tag(), key).write())));
                }
            }
        }
        return Optional.empty();
    }

    private List<CryptoAttribute> readable(List<SdesCrypto> cryptos) {
        List<CryptoAttribute> readable = new ArrayList<>();
        if (local.hasProfiles()) {
            cryptos.forEach(each -> CryptoAttribute.read(each).ifPresent(readable::add));
        }
        return readable;
    }

    // --- their answer

    /** What an answer took of our offer. */
    Outcome apply(MediaDescription offer, MediaDescription answer) {
        if (local.hasProfiles() && !isSameKind(offer.protocol(), answer.protocol())) {
            return refused(
                    Failure.Kind.NEGOTIATION, "The answer asks for " + answer.protocol() + ", which was not offered");
        }
        DtlsDescription dtls = answer.dtls();
        if (dtls != null && offer.dtls() != null && isUsable(dtls)) {
            // An answer that leaves the choice to us is wrong, but means: as is usual.
            boolean client = dtls.setup() == Setup.PASSIVE;
            return new Outcome.Taken(
                    new Protection.Dtls(client, dtls.fingerprints(), id(answer)), offer.dtls(), offer.cryptos());
        }
        if (!answer.cryptos().isEmpty() && !offer.cryptos().isEmpty()) {
            return fromAnswer(offer, answer);
        }
        boolean must = local.required() || local.hasProfiles() && SECURE.contains(offer.protocol());
        return must ? unprotected("answer", answer) : new Outcome.Taken(Protection.NONE, offer.dtls(), offer.cryptos());
    }

    /** The same but for the feedback, which some leave out. */
    private static boolean isSameKind(String offered, String answered) {
        return offered.equals(answered)
                || OPEN.contains(offered) && OPEN.contains(answered)
                || SECURE.contains(offered) && SECURE.contains(answered);
    }

    /** Exactly one of those offered, by its tag and suite (RFC 4568 5.1.3). */
    private Outcome fromAnswer(MediaDescription offer, MediaDescription answer) {
        List<CryptoAttribute> readable = readable(answer.cryptos());
        if (answer.cryptos().size() == 1 && readable.size() == 1) {
            CryptoAttribute theirs = readable.get(0);
            for (CryptoAttribute ours : readable(offer.cryptos())) {
                if (ours.tag() == theirs.tag()
                        && ours.key().profile() == theirs.key().profile()) {
                    return new Outcome.Taken(
                            new Protection.Sdes(ours.key(), theirs.key()), offer.dtls(), offer.cryptos());
                }
            }
        }
        return refused(Failure.Kind.NEGOTIATION, "The answer's crypto attribute is none of those that were offered");
    }

    // --- what all say

    private static Outcome open() {
        return new Outcome.Taken(Protection.NONE, null, List.of());
    }

    private Outcome unprotected(String what, MediaDescription theirs) {
        String hint = !theirs.cryptos().isEmpty() && local.keys().isEmpty()
                ? "; its keys came by signalling that is not protected"
                : "";
        return refused(
                Failure.Kind.TLS,
                "The " + what + " has no encryption that this side can use, and one is required" + hint);
    }

    private static Outcome refused(Failure.Kind kind, String message) {
        return new Outcome.Refused(Failure.of(kind, Failure.Origin.PEER, Failure.Retry.NEVER, message));
    }
}

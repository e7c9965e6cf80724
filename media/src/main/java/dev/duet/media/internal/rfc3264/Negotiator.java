package dev.duet.media.internal.rfc3264;

import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaKind;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Offer and answer for one audio medium (RFC 3264). Everything else that is offered is refused in its place.
 *
 * <p>The codec to send is the one of ours that we like best among those that both sides have; an answer lists it first,
 * so that the offerer sends the same. Numbers of an offer are kept in the answer. How sound is protected is for
 * {@link SecurityRules}.
 */
public final class Negotiator {

    private static final String EVENT = "telephone-event";
    private static final String EVENTS = "0-16"; // RFC 4733 3.2: digits and flash
    private static final Map<Integer, Integer> EVENT_NUMBERS = Map.of(8000, 101, 48_000, 110);
    private static final String MEDIA_ID = "0";
    private static final String BUNDLE = "BUNDLE";

    private final LocalMedia local;
    private final SecurityRules security;

    /** Rules for what this side can do. */
    public Negotiator(LocalMedia local, LocalSecurity security) {
        this.local = local;
        this.security = new SecurityRules(security);
    }

    /**
     * Our offer. Whatever was described before keeps its place and its numbers (RFC 3264 8).
     *
     * @param before our description that is in force; null for the first offer
     */
    public SessionDescription offer(
            LocalTransport transport, MediaDirection wish, @Nullable SessionDescription before) {
        Optional<MediaDescription> inForce = before == null ? Optional.empty() : before.audio();
        MediaDescription.Builder described = described(
                        inForce.map(MediaDescription::id).orElse(MEDIA_ID), transport)
                .direction(wish)
                .payloads(offered(inForce))
                .ptime(local.packetMillis());
        security.offer(described, inForce, transport.fingerprint());
        MediaDescription audio = described.build();
        if (before == null || inForce.isEmpty()) {
            return new SessionDescription(List.of(audio), bundle(audio), false);
        }
        List<MediaDescription> media = new ArrayList<>();
        before.media().forEach(medium -> media.add(medium == inForce.get() ? audio : medium));
        return new SessionDescription(media, before.groups(), false);
    }

    /** A group of one: browsers that want all media on one transport refuse an offer that has none (RFC 9143 7.2). */
    private static List<SessionDescription.Group> bundle(MediaDescription audio) {
        return audio.ice() != null && audio.rtcpMux()
                ? List.of(new SessionDescription.Group(BUNDLE, List.of(audio.id())))
                : List.of();
    }

    /**
     * Our answer to an offer.
     *
     * @param inForce the protection so far; NONE at first
     */
    public Negotiation answer(
            SessionDescription offer, LocalTransport transport, MediaDirection wish, Protection inForce) {
        Optional<MediaDescription> audio = offer.audio();
        if (audio.isEmpty()) {
            return refused("The offer has no audio");
        }
        MediaDescription remote = audio.get();
        SecurityRules.Outcome secured = security.answer(remote, inForce, transport.fingerprint());
        if (secured instanceof SecurityRules.Outcome.Refused refusal) {
            return new Negotiation.Refused(refusal.failure());
        }
        SecurityRules.Outcome.Taken taken = (SecurityRules.Outcome.Taken) secured;
        List<PayloadType> common = common(remote);
        if (common.isEmpty()) {
            return refused("No common codec: offered are " + names(remote) + ", this side has " + ours());
        }
        MediaDirection direction = wish.within(directionOf(remote));
        boolean mux = remote.rtcpMux() && transport.mux();
        List<PayloadType> events = events(remote, common);
        List<PayloadType> answered = new ArrayList<>();
        common.forEach(theirs -> answered.add(ourWishes(theirs)));
        events.forEach(event -> answered.add(event.withParameters(Map.of("", EVENTS))));
        MediaDescription answer = described(remote.id(), withMux(transport, mux))
                .direction(direction)
                .protocol(remote.protocol())
                .dtls(taken.dtls())
                .cryptos(taken.cryptos())
                .payloads(answered)
                .ptime(local.packetMillis())
                .build();
        Agreement agreement = new Agreement(
                common.get(0),
                byNumber(common),
                matching(events, common.get(0)),
                byNumber(events),
                packetMillis(remote),
                direction,
                mux,
                taken.protection(),
                remote);
        return new Negotiation.Agreed(inPlace(offer, remote, answer), agreement);
    }

    /** What an answer to our offer comes to. */
    public Negotiation apply(SessionDescription offer, SessionDescription answer) {
        if (answer.media().size() != offer.media().size()) {
            return refused("The answer has " + answer.media().size() + " media, the offer "
                    + offer.media().size());
        }
        int place = offer.media().indexOf(offer.audio().orElse(null));
        MediaDescription remote = place < 0 ? null : answer.media().get(place);
        if (remote == null || remote.rejected() || remote.kind() != MediaKind.AUDIO) {
            return refused("The answer refuses the audio");
        }
        MediaDescription ours = offer.media().get(place);
        SecurityRules.Outcome secured = security.apply(ours, remote);
        if (secured instanceof SecurityRules.Outcome.Refused refusal) {
            return new Negotiation.Refused(refusal.failure());
        }
        Protection protection = ((SecurityRules.Outcome.Taken) secured).protection();
        // The answerer's order counts (RFC 3264 6.1); what was not offered does not.
        List<PayloadType> taken = remote.payloads().stream()
                .filter(theirs ->
                        !isEvent(theirs) && find(ours.payloads(), theirs).isPresent())
                .toList();
        if (taken.isEmpty()) {
            return refused("The answer has none of the codecs that were offered: " + names(remote));
        }
        List<PayloadType> events = events(remote, taken);
        List<PayloadType> receivable =
                ours.payloads().stream().filter(p -> !isEvent(p)).toList();
        List<PayloadType> receivableEvents =
                ours.payloads().stream().filter(Negotiator::isEvent).toList();
        Agreement agreement = new Agreement(
                taken.get(0),
                byNumber(receivable),
                matching(events, taken.get(0)),
                byNumber(receivableEvents),
                packetMillis(remote),
                ours.direction().within(directionOf(remote)),
                remote.rtcpMux() && ours.rtcpMux(),
                protection,
                remote);
        return new Negotiation.Agreed(offer, agreement);
    }

    // --- codecs

    private List<PayloadType> offered(Optional<MediaDescription> inForce) {
        List<PayloadType> payloads = new ArrayList<>();
        Set<Integer> rates = new LinkedHashSet<>();
        Set<Integer> used = new LinkedHashSet<>();
        for (PayloadType codec : local.codecs()) {
            PayloadType numbered = inForce.flatMap(before -> find(before.payloads(), codec))
                    .map(known -> renumbered(codec, known.id()))
                    .orElse(codec);
            payloads.add(numbered);
            used.add(numbered.id());
            rates.add(codec.clockRate());
        }
        for (int rate : rates) {
            PayloadType event = PayloadType.of(EVENT_NUMBERS.getOrDefault(rate, 102), EVENT, rate, 1)
                    .withParameters(Map.of("", EVENTS));
            Optional<PayloadType> known = inForce.flatMap(before -> find(before.payloads(), event));
            PayloadType numbered = known.map(k -> renumbered(event, k.id())).orElse(event);
            payloads.add(used.add(numbered.id()) ? numbered : renumbered(event, free(used)));
        }
        return payloads;
    }

    private static int free(Set<Integer> used) {
        int number = 96;
        while (!used.add(number)) {
            number++;
        }
        return number;
    }

    private static PayloadType renumbered(PayloadType payload, int id) {
        return new PayloadType(
                id, payload.name(), payload.clockRate(), payload.channels(), payload.parameters(), payload.feedback());
    }

    /** What both have, in our order, with the other side's numbers. */
    private List<PayloadType> common(MediaDescription remote) {
        List<PayloadType> common = new ArrayList<>();
        for (PayloadType codec : local.codecs()) {
            find(remote.payloads(), codec).ifPresent(common::add);
        }
        return common;
    }

    private PayloadType ourWishes(PayloadType theirs) {
        return find(local.codecs(), theirs)
                .map(ours -> theirs.withParameters(ours.parameters()))
                .orElse(theirs);
    }

    private static Optional<PayloadType> find(List<PayloadType> payloads, PayloadType wanted) {
        return payloads.stream()
                .filter(payload -> payload.is(wanted.name(), wanted.clockRate(), wanted.channels()))
                .findFirst();
    }

    private static List<PayloadType> events(MediaDescription remote, List<PayloadType> codecs) {
        return remote.payloads().stream()
                .filter(Negotiator::isEvent)
                .filter(event -> codecs.stream().anyMatch(codec -> codec.clockRate() == event.clockRate()))
                .toList();
    }

    private static @Nullable PayloadType matching(List<PayloadType> events, PayloadType codec) {
        return events.stream()
                .filter(event -> event.clockRate() == codec.clockRate())
                .findFirst()
                .orElse(null);
    }

    private static boolean isEvent(PayloadType payload) {
        return payload.name().equalsIgnoreCase(EVENT);
    }

    private static Map<Integer, PayloadType> byNumber(List<PayloadType> payloads) {
        Map<Integer, PayloadType> byNumber = new HashMap<>();
        payloads.forEach(payload -> byNumber.putIfAbsent(payload.id(), payload));
        return byNumber;
    }

    private String ours() {
        return local.codecs().stream().map(PayloadType::name).toList().toString();
    }

    private static String names(MediaDescription medium) {
        return medium.payloads().stream()
                .map(PayloadType::name)
                .distinct()
                .toList()
                .toString();
    }

    /** Our packet time, within what the other side asks for and allows. */
    private int packetMillis(MediaDescription remote) {
        int wanted = remote.ptime() == 0 ? local.packetMillis() : remote.ptime();
        int most = remote.maxptime() == 0 ? 60 : Math.min(60, remote.maxptime());
        int millis = Math.min(wanted, most);
        return millis < 10 ? local.packetMillis() : millis - millis % 10;
    }

    // --- the rest of the description

    /** An address of zeros is how hold was told before RFC 3264 8.4: nothing can be sent there. */
    private static MediaDirection directionOf(MediaDescription remote) {
        Endpoint rtp = remote.rtp();
        boolean nowhere = remote.ice() == null
                && rtp != null
                && (rtp.host().equals("0.0.0.0") || rtp.host().equals("::"));
        return nowhere ? MediaDirection.of(remote.direction().sends(), false) : remote.direction();
    }

    private static MediaDescription.Builder described(String id, LocalTransport transport) {
        return MediaDescription.audio(id)
                .rtp(transport.rtp())
                .rtcp(transport.rtcp())
                .rtcpMux(transport.mux())
                .ice(transport.ice());
    }

    private static LocalTransport withMux(LocalTransport transport, boolean mux) {
        return new LocalTransport(transport.rtp(), transport.rtcp(), mux, transport.ice(), transport.fingerprint());
    }

    /** The answer has a medium for each that was offered, in the same order (RFC 3264 6). */
    private static SessionDescription inPlace(
            SessionDescription offer, MediaDescription remote, MediaDescription answer) {
        List<MediaDescription> media = new ArrayList<>();
        for (MediaDescription medium : offer.media()) {
            media.add(medium == remote ? answer : refusal(medium));
        }
        List<SessionDescription.Group> groups = offer.groups().stream()
                .filter(group -> group.semantics().equals(BUNDLE) && group.ids().contains(answer.id()))
                .map(group -> new SessionDescription.Group(group.semantics(), List.of(answer.id())))
                .toList();
        return new SessionDescription(media, groups, false);
    }

    private static MediaDescription refusal(MediaDescription medium) {
        return MediaDescription.builder(medium.id(), medium.kind(), medium.mediaType())
                .protocol(medium.protocol())
                .direction(MediaDirection.INACTIVE)
                .rejected(true)
                .payloads(medium.payloads())
                .formats(medium.formats())
                .build();
    }

    private static Negotiation refused(String message) {
        return new Negotiation.Refused(
                Failure.of(Failure.Kind.NEGOTIATION, Failure.Origin.PEER, Failure.Retry.NEVER, message));
    }
}

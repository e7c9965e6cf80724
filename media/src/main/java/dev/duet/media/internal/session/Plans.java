package dev.duet.media.internal.session;

import dev.duet.media.AudioCodec;
import dev.duet.media.internal.codec.Codecs;
import dev.duet.media.internal.rfc3264.Agreement;
import dev.duet.media.internal.rfc3264.LocalMedia;
import dev.duet.media.internal.rfc4733.TelephoneEvent;
import dev.duet.media.internal.stream.Plan;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what descriptions say into codecs at work. */
final class Plans {

    private static final int DEFAULT_PACKET_MILLIS = 20;
    private static final int FIRST_DYNAMIC = 111;

    private final Codecs codecs;
    private @Nullable PayloadType sent;
    private Plan.@Nullable Sending sending;

    Plans(Codecs codecs) {
        this.codecs = codecs;
    }

    /** What this side can do: the codecs of those names that there are. */
    static LocalMedia local(Codecs codecs, List<String> names, int packetMillis) {
        List<PayloadType> payloads = new ArrayList<>();
        int dynamic = FIRST_DYNAMIC;
        for (AudioCodec codec : codecs.inOrder(names)) {
            int number = codec.staticPayloadType() >= 0 ? codec.staticPayloadType() : dynamic++;
            payloads.add(PayloadType.of(number, codec.name(), codec.clockRate(), codec.channels())
                    .withParameters(codec.parameters()));
        }
        return new LocalMedia(payloads, packetMillis);
    }

    /** What may come before the answer does (RFC 3264 5.1): all that was offered. */
    Plan ofOffer(MediaDescription offer) {
        return new Plan(
                null,
                known(offer.payloads()),
                events(offer.payloads()),
                MediaDirection.of(false, offer.direction().receives()));
    }

    /** What was agreed. The encoder stays the same as long as nothing changes for it. */
    Plan of(Agreement agreement) {
        return new Plan(
                sending(agreement),
                known(agreement.receive().values()),
                events(agreement.receiveEvents().values()),
                agreement.direction());
    }

    private Plan.Sending sending(Agreement agreement) {
        PayloadType payload = agreement.send();
        AudioCodec codec = codec(payload)
                .orElseThrow(() -> new IllegalStateException("Agreed on a codec that is not there: " + payload));
        int millis = packetMillis(codec, agreement.packetMillis());
        PayloadType event = agreement.sendEvent();
        int eventType = event == null ? -1 : event.id();
        Plan.Sending before = sending;
        if (before != null
                && payload.equals(sent)
                && before.packetMillis() == millis
                && before.eventPayloadType() == eventType) {
            return before;
        }
        sent = payload;
        Plan.Sending next =
                new Plan.Sending(payload.id(), codec, codec.encoder(payload.parameters(), millis), millis, eventType);
        sending = next;
        return next;
    }

    private static int packetMillis(AudioCodec codec, int wanted) {
        for (int millis = Math.min(60, wanted); millis >= 10; millis -= 10) {
            if (codec.packs(millis)) {
                return millis;
            }
        }
        return DEFAULT_PACKET_MILLIS;
    }

    private Optional<AudioCodec> codec(PayloadType payload) {
        return codecs.byName(payload.name())
                .filter(codec -> payload.is(codec.name(), codec.clockRate(), codec.channels()));
    }

    private Map<Integer, AudioCodec> known(Collection<PayloadType> payloads) {
        Map<Integer, AudioCodec> known = new HashMap<>();
        payloads.forEach(payload -> codec(payload).ifPresent(codec -> known.put(payload.id(), codec)));
        return known;
    }

    private static Map<Integer, Integer> events(Collection<PayloadType> payloads) {
        Map<Integer, Integer> events = new HashMap<>();
        for (PayloadType payload : payloads) {
            if (payload.name().equalsIgnoreCase(TelephoneEvent.NAME)) {
                events.put(payload.id(), payload.clockRate());
            }
        }
        return events;
    }
}

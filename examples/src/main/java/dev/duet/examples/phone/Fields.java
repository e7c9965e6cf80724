package dev.duet.examples.phone;

import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.model.Address;
import dev.duet.model.Attachment;
import dev.duet.model.CallQuality;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.FileDetails;
import dev.duet.model.FileProgress;
import dev.duet.model.LinkState;
import dev.duet.model.Message;
import dev.duet.model.Presence;
import dev.duet.model.Route;
import dev.duet.model.WireDetail;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, by the names that the README tells. What is null or empty is left out. */
final class Fields {

    private final Map<String, Object> map = new LinkedHashMap<>();

    Fields with(String name, @Nullable Object value) {
        if (value instanceof Enum<?> constant) {
            map.put(name, word(constant));
        } else if (value instanceof Address address) {
            map.put(name, address.uri());
        } else if (value instanceof Collection<?> list
                && !list.isEmpty()
                && list.iterator().next() instanceof Enum<?>) {
            map.put(
                    name,
                    list.stream().map(item -> word((Enum<?>) item)).sorted().toList());
        } else if (value != null && !value.equals("")) {
            map.put(name, value);
        }
        return this;
    }

    Map<String, Object> map() {
        return map;
    }

    /** {@code ON_THE_PHONE} as {@code on_the_phone}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static Fields of(Call call) {
        return new Fields()
                .with("call", call.id())
                .with("direction", call.direction())
                .with("remote", call.remote())
                .with("name", call.remoteName())
                .with("phase", call.phase())
                .with("protocol", call.route().map(Route::protocol).orElse(null));
    }

    static Fields of(Contact contact) {
        Presence presence = contact.presence();
        return new Fields()
                .with("contact", address(contact))
                .with("name", contact.name())
                .with(
                        "addresses",
                        contact.addresses().stream().map(Address::uri).toList())
                .with("groups", contact.groups().stream().sorted().toList())
                .with(
                        "subscription",
                        contact.rosterEntry().map(entry -> entry.subscription()).orElse(null))
                .with("availability", presence.availability())
                .with("activities", presence.activities())
                .with("note", presence.note())
                .with("capabilities", contact.capabilities());
    }

    static Fields of(Message message) {
        Failure failure = message.delivery().failure();
        return new Fields()
                .with("id", message.id())
                .with("from", message.from())
                .with("to", message.to())
                .with("body", message.body())
                .with("incoming", message.incoming())
                .with("protocol", message.protocol())
                .with("delayed", message.delayed())
                .with("edited", message.isEdited() ? true : null)
                .with("retracted", message.isRetracted() ? true : null)
                .with(
                        "reply_to",
                        message.details().reply() == null
                                ? null
                                : message.details().reply().target())
                .with("reactions", reactions(message))
                .with("files", files(message))
                .with("stage", message.delivery().stage())
                .with("failure", failure == null ? null : of(failure).map());
    }

    private static @Nullable List<Map<String, Object>> files(Message message) {
        List<Map<String, Object>> files = message.details().attachments().stream()
                .map(each -> of(each).map())
                .toList();
        return files.isEmpty() ? null : files;
    }

    static Fields of(Attachment file) {
        FileDetails details = file.details();
        return new Fields()
                .with("name", file.fileName())
                .with("url", file.uri().toString())
                .with("description", file.description())
                .with("media_type", details.mediaType())
                .with("size", details.isSizeKnown() ? details.size() : null)
                .with("sha256", details.sha256());
    }

    static Fields of(String name, FileProgress progress) {
        return new Fields()
                .with("name", name)
                .with("phase", progress.phase())
                .with("transferred", progress.transferred())
                .with("size", progress.size() == FileDetails.UNKNOWN ? null : progress.size())
                .with("attempts", progress.attempts());
    }

    private static @Nullable List<String> reactions(Message message) {
        List<String> emojis = message.details().reactions().stream()
                .flatMap(reaction -> reaction.emojis().stream())
                .sorted()
                .toList();
        return emojis.isEmpty() ? null : emojis;
    }

    static Fields of(EndReason reason) {
        return new Fields()
                .with("reason", reason.kind())
                .with("by", reason.by())
                .with("text", reason.text())
                .wire(reason.wire());
    }

    static Fields of(Failure failure) {
        return new Fields()
                .with("kind", failure.kind())
                .with("origin", failure.origin())
                .with("retry", failure.retry())
                .with("message", failure.message())
                .wire(failure.wire());
    }

    static Fields of(LinkState state) {
        Fields fields = new Fields().with("phase", state.phase());
        if (state instanceof LinkState.Online online) {
            fields.with("self", online.self())
                    .with("tls", online.security().tls())
                    .with("cipher", online.security().cipher())
                    .with("authentication", online.security().authentication());
        } else if (state instanceof LinkState.Waiting waiting) {
            fields.with("failure", of(waiting.failure()).map()).with("next_attempt", waiting.nextAttempt());
        } else if (state instanceof LinkState.Failed failed) {
            fields.with("failure", of(failed.failure()).map());
        }
        return fields;
    }

    static Fields of(CallQuality quality) {
        return new Fields()
                .with("codec", quality.codec())
                .with("packets_sent", quality.packetsSent())
                .with("packets_received", quality.packetsReceived())
                .with("packets_lost", quality.packetsLost())
                .with("packets_discarded", quality.packetsDiscarded())
                .with("concealed", quality.concealed())
                .with("jitter_ms", quality.jitter().toNanos() / 1e6)
                .with("playout_delay_ms", quality.playoutDelay().toNanos() / 1e6)
                .with(
                        "round_trip_ms",
                        quality.roundTrip() == null ? null : quality.roundTrip().toNanos() / 1e6)
                .with("remote_loss", quality.remoteLoss());
    }

    Fields with(Fields more) {
        map.putAll(more.map);
        return this;
    }

    /** The address by which a contact is best known. */
    static String address(Contact contact) {
        return contact.addresses().stream().findFirst().map(Address::uri).orElseGet(contact::name);
    }

    private Fields wire(@Nullable WireDetail wire) {
        if (wire != null) {
            with("status", wire.status() == 0 ? null : wire.status());
            with("condition", wire.condition());
            with("wire_text", wire.text());
        }
        return this;
    }
}

package dev.duet.xmpp.internal.xep0363;

import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.spi.UploadSlot;
import dev.duet.xmpp.internal.rfc6120.Times;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xml.Xml;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asking for a place for a file, and what is answered (XEP-0363 4 and 5). Pure. */
public final class Slots {

    /** The namespace, which is also the feature. */
    public static final String NAMESPACE = "urn:xmpp:http:upload:0";

    /** Section 5: what a server may have sent along; all else could be a request of another kind. */
    private static final Map<String, String> HEADERS =
            Map.of("authorization", "Authorization", "cookie", "Cookie", "expires", "Expires");

    private Slots() {}

    /** The question. */
    static Xml request(String name, long size, String mediaType) {
        return Xml.element("request", NAMESPACE)
                .attribute("filename", name)
                .attribute("size", Long.toString(size))
                .attribute("content-type", mediaType.isEmpty() ? null : mediaType)
                .build();
    }

    /** The place; null when that is none. */
    static @Nullable UploadSlot read(@Nullable Xml slot) {
        Xml put = slot == null ? null : slot.child("put", NAMESPACE);
        Xml get = slot == null ? null : slot.child("get", NAMESPACE);
        URI to = put == null ? null : uri(put);
        URI from = get == null ? null : uri(get);
        if (to == null || from == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (Xml header : put.children("header", NAMESPACE)) {
            String name =
                    HEADERS.get(oneLine(header.attribute("name", "")).strip().toLowerCase(Locale.ROOT));
            if (name != null) {
                headers.putIfAbsent(name, oneLine(header.text()).strip());
            }
        }
        return new UploadSlot(to, headers, from);
    }

    private static String oneLine(String text) {
        return text.replace("\r", "").replace("\n", "");
    }

    private static @Nullable URI uri(Xml place) {
        try {
            URI uri = new URI(place.attribute("url", "").strip());
            return uri.isAbsolute() && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** The largest file that a service says it takes, in bytes; empty when it does not say. */
    static OptionalLong most(DiscoInfo service) {
        return service.forms().stream()
                .map(DataForm::read)
                .filter(form -> form.about().equals(NAMESPACE))
                .map(form -> number(form.value("max-file-size")))
                .flatMapToLong(OptionalLong::stream)
                .findFirst();
    }

    private static OptionalLong number(String text) {
        try {
            long number = Long.parseLong(text.strip());
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Why there is no place, with what the error tells beyond its condition. */
    static Failure failure(Failure told, @Nullable Xml stanza) {
        Xml error = stanza == null ? null : stanza.child("error", Xml.CLIENT);
        Xml tooLarge = error == null ? null : error.child("file-too-large", NAMESPACE);
        if (tooLarge != null) {
            return new Failure(
                    Kind.REFUSED,
                    Origin.SERVER,
                    Retry.NEVER,
                    tooLarge(number(tooLarge.textOf("max-file-size"))),
                    told.wire());
        }
        Xml retry = error == null ? null : error.child("retry", NAMESPACE);
        Instant stamp = retry == null ? null : Times.read(retry.attribute("stamp"));
        return Optional.ofNullable(stamp)
                .map(when -> new Failure(
                        Kind.REFUSED,
                        Origin.SERVER,
                        Retry.LATER,
                        "The server takes no more files of this user before " + when,
                        told.wire()))
                .orElse(told);
    }

    static String tooLarge(OptionalLong most) {
        return "The file is too large for the server"
                + (most.isPresent() ? ", which takes " + most.getAsLong() + " bytes at most" : "");
    }
}

package dev.duet.sip.internal.rfc3428;

import dev.duet.model.Address;
import dev.duet.sip.internal.rfc5438.Cpim;
import dev.duet.sip.internal.rfc5438.Imdn;
import dev.duet.sip.internal.rfc5438.Imdn.Disposition;
import dev.duet.spi.Newest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who reads envelopes, who of them is to be told what became of a message, and of which messages we may be told (RFC
 * 5438 7). Remembers the last thousand of each. On the loop.
 */
final class Notices {

    private static final int MOST = 1000;
    private static final String ID = "Message-ID";
    private static final String WANTED = "Disposition-Notification";

    private final Map<Address, Boolean> readers = Newest.map(MOST);
    private final Map<String, Address> sent = Newest.map(MOST);
    private final Map<Came, Set<String>> came = Newest.map(MOST);

    private record Came(Address from, String id) {}

    /** Whether somebody reads envelopes; null when nobody has asked yet. */
    @Nullable
    Boolean reads(Address who) {
        return readers.get(who.bare());
    }

    void reads(Address who, boolean yes) {
        readers.put(who.bare(), yes);
    }

    /** A message to somebody, with the wish to be told what becomes of it. */
    byte[] wrap(String id, Address from, Address to, String contentType, byte[] body, Instant now) {
        sent.put(id, to.bare());
        List<Cpim.Header> headers = envelope(from, to, now);
        headers.add(new Cpim.Header("NS", "imdn <" + Imdn.NAMESPACE + ">"));
        headers.add(new Cpim.Header("imdn." + ID, id));
        headers.add(new Cpim.Header("imdn." + WANTED, "positive-delivery, negative-delivery, display"));
        return new Cpim(headers, List.of(new Cpim.Header("Content-Type", contentType)), body).bytes();
    }

    private static List<Cpim.Header> envelope(Address from, Address to, Instant now) {
        List<Cpim.Header> headers = new ArrayList<>();
        headers.add(new Cpim.Header("From", '<' + from.uri() + '>'));
        headers.add(new Cpim.Header("To", '<' + to.uri() + '>'));
        headers.add(new Cpim.Header("DateTime", now.toString()));
        return headers;
    }

    /** The id of a message that came in an envelope, which its sender may be told of; empty when it has none. */
    String took(Address from, Cpim envelope) {
        String id = envelope.header(Imdn.NAMESPACE, ID);
        if (id == null || id.isEmpty() || id.length() > 200) {
            return "";
        }
        String wanted = envelope.header(Imdn.NAMESPACE, WANTED);
        if (wanted != null) {
            came.put(
                    new Came(from.bare(), id),
                    new HashSet<>(Arrays.asList(wanted.toLowerCase(Locale.ROOT).split("\\s*,\\s*", 20))));
        }
        return id;
    }

    /** What is to be said of a message; null when its sender does not want to be told. Each is told once. */
    byte @Nullable [] word(Address self, Address to, String id, Disposition what, Instant now) {
        Set<String> wanted = came.get(new Came(to.bare(), id));
        String wish = what == Disposition.DISPLAYED ? "display" : "positive-delivery";
        if (wanted == null || !wanted.remove(wish)) {
            return null;
        }
        byte[] text = new Imdn(id, what).text(self.uri(), now).getBytes(StandardCharsets.UTF_8);
        return new Cpim(
                        envelope(self, to, now),
                        List.of(
                                new Cpim.Header("Content-Type", Imdn.MEDIA_TYPE),
                                new Cpim.Header("Content-Disposition", "notification")),
                        text)
                .bytes();
    }

    /** True when somebody may tell what became of that message: whom it went to. */
    boolean mayTell(Address from, String id) {
        return from.bare().equals(sent.get(id));
    }
}

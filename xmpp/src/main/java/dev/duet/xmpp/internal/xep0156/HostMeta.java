package dev.duet.xmpp.internal.xep0156;

import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a domain tells about itself (RFC 6415), of which WebSocket is looked at. It is asked by HTTPS alone, where its
 * certificate says that it is the domain; what it says is believed for that. The records in DNS that XEP-0156 had
 * before, which anybody in the way can change, are not asked for.
 */
public final class HostMeta {

    private static final String PATH = "/.well-known/host-meta";
    private static final String XRD = "http://docs.oasis-open.org/ns/xri/xrd-1.0";
    private static final String WEB_SOCKET = "urn:xmpp:alt-connections:websocket";
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_PLACES = 4;

    private HostMeta() {}

    /**
     * Asks a domain. Blocks.
     *
     * @param client that follows no redirects
     * @param port of https; 443 but for tests
     * @param timeout of each of at most four requests, until the answer begins
     * @return an XML document, unless somebody lies
     * @throws IOException when it does not say, says more than 64 KiB, or sends us on for ever or to where HTTPS is not
     */
    public static String fetch(HttpClient client, String domain, int port, Duration timeout)
            throws IOException, InterruptedException {
        URI at = at(domain, port);
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            HttpRequest request = HttpRequest.newBuilder(at)
                    .timeout(timeout)
                    .header("Accept", "application/xrd+xml")
                    .build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() == 200) {
                    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                    if (bytes.length > MAX_BYTES) {
                        throw new IOException("More than " + MAX_BYTES + " bytes of host-meta at " + at.getHost());
                    }
                    return new String(bytes, StandardCharsets.UTF_8);
                }
            }
            URI before = at;
            at = response.headers()
                    .firstValue("Location")
                    .filter(place -> isRedirect(response.statusCode()))
                    .map(place -> next(before, place))
                    .orElseThrow(() ->
                            new IOException("No host-meta at " + before.getHost() + ": " + response.statusCode()));
        }
        throw new IOException("Sent on too often from " + domain);
    }

    private static URI at(String domain, int port) throws IOException {
        try {
            return new URI("https", null, domain, port == 443 ? -1 : port, PATH, null, null);
        } catch (URISyntaxException e) {
            throw new IOException("No host: " + domain, e);
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static @Nullable URI next(URI before, String place) {
        URI next = uri(place);
        next = next == null ? null : before.resolve(next);
        return next != null && "https".equalsIgnoreCase(next.getScheme()) && isPlace(next) ? next : null;
    }

    /** Where WebSocket is, in the order that the domain gave: at most four places, those with TLS alone. */
    public static List<URI> webSockets(Xml document) {
        if (!document.is("XRD", XRD)) {
            return List.of();
        }
        return document.children("Link", XRD).stream()
                .filter(link -> link.attribute("rel", "").equals(WEB_SOCKET))
                .map(link -> webSocket(link.attribute("href", "")))
                .filter(Objects::nonNull)
                .distinct()
                .limit(MAX_PLACES)
                .toList();
    }

    /** A place of WebSocket with TLS; null when it is none. */
    public static @Nullable URI webSocket(String text) {
        URI uri = uri(text);
        return uri != null && "wss".equalsIgnoreCase(uri.getScheme()) && isPlace(uri) ? uri : null;
    }

    private static boolean isPlace(URI uri) {
        return uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            return null;
        }
    }
}

package dev.duet.xmpp.internal.xep0156;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.TestAuthority;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostMetaTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final String PATH = "/.well-known/host-meta";
    private static final String XRD = "http://docs.oasis-open.org/ns/xri/xrd-1.0";

    private final HostMetaServer site = new HostMetaServer(AUTHORITY.serverContext("localhost"));

    @AfterEach
    void close() {
        site.close();
    }

    private String fetch(HostMetaServer from) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(AUTHORITY.trustingContext()).build();
        return HostMeta.fetch(client, "localhost", from.port(), Duration.ofSeconds(20));
    }

    @Test
    void asksTheDomainAndFollowsItAFewTimes() throws Exception {
        site.answer(PATH, 302, "/one");
        site.answer("/one", 307, "https://localhost:" + site.port() + "/two");
        site.answer("/two", 301, "three");
        site.answer("/three", 200, "what it says");
        assertEquals("what it says", fetch(site));
        assertEquals(List.of(PATH, "/one", "/two", "/three"), site.asked());
    }

    @Test
    void followsNobodyForEver() {
        site.answer(PATH, 302, PATH);
        assertThrows(IOException.class, () -> fetch(site));
        assertEquals(4, site.asked().size());
    }

    @Test
    void goesNowhereByPlainHttp() {
        site.answer(PATH, 302, "http://localhost:" + site.port() + "/one");
        site.answer("/one", 200, "what it says");
        assertThrows(IOException.class, () -> fetch(site));
        assertEquals(List.of(PATH), site.asked());
    }

    @Test
    void takesNoMoreThanABound() {
        site.answer(PATH, 200, "x".repeat(64 * 1024 + 1));
        IOException failure = assertThrows(IOException.class, () -> fetch(site));
        assertTrue(failure.getMessage().contains("65536"), failure.getMessage());
    }

    @Test
    void whatIsNotThereSaysNothing() {
        site.answer(PATH, 404, "no");
        assertThrows(IOException.class, () -> fetch(site));
    }

    @Test
    void believesTheDomainAlone() {
        try (HostMetaServer other = new HostMetaServer(AUTHORITY.serverContext("example.org"))) {
            other.answer(PATH, 200, "lies");
            assertThrows(SSLException.class, () -> fetch(other));
            assertEquals(List.of(), other.asked());
        }
    }

    @Test
    void takesPlacesWithTlsAloneAndNotTooMany() {
        Xml.Builder document = Xml.element("XRD", XRD)
                .add(link("urn:xmpp:alt-connections:xbosh", "https://a.example/bosh"))
                .add(link("urn:xmpp:alt-connections:websocket", "ws://a.example/ws"))
                .add(link("urn:xmpp:alt-connections:websocket", "wss://user@a.example/ws"))
                .add(link("urn:xmpp:alt-connections:websocket", "wss:///ws"))
                .add(link("urn:xmpp:alt-connections:websocket", "wss://a b"))
                .add(link("urn:xmpp:alt-connections:websocket", ""));
        for (int i = 0; i < 9; i++) {
            document.add(link("urn:xmpp:alt-connections:websocket", "wss://a.example/" + i / 2));
        }
        assertEquals(
                List.of(
                        URI.create("wss://a.example/0"),
                        URI.create("wss://a.example/1"),
                        URI.create("wss://a.example/2"),
                        URI.create("wss://a.example/3")),
                HostMeta.webSockets(document.build()));
        assertEquals(List.of(), HostMeta.webSockets(Xml.element("html", "").build()));
    }

    private static Xml link(String rel, String href) {
        return Xml.element("Link", XRD)
                .attribute("rel", rel)
                .attribute("href", href)
                .build();
    }
}

package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.xmpp.RawClient;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files: XEP-0363. */
class XmppServerFileTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final String UPLOAD = "urn:xmpp:http:upload:0";
    private static final byte[] TEA = "Tea?".getBytes(StandardCharsets.UTF_8);

    private final Users users = new Users(RawClient.DOMAIN);
    private final HttpClient web =
            HttpClient.newBuilder().sslContext(AUTHORITY.trustingContext()).build();
    private XmppServer server;
    private RawClient alice;
    private int requests;

    @BeforeEach
    void start() {
        users.add("alice", "secret");
        server = XmppServer.start(
                XmppServer.Config.builder(users, AUTHORITY).maxUpload(100).build());
        alice = RawClient.signIn(server.port(), AUTHORITY, "alice", "desk");
    }

    @AfterEach
    void close() {
        alice.close();
        server.close();
    }

    private Element answer(String payload) {
        requests++;
        return alice.ask("<iq type='get' id='f" + requests + "' to='" + RawClient.DOMAIN + "'>" + payload + "</iq>");
    }

    private Element slot(String size) {
        return answer(
                "<request xmlns='" + UPLOAD + "' filename='a b.txt' size='" + size + "' content-type='text/plain'/>");
    }

    private static Element part(Element answer, String name) {
        return answer.child(UPLOAD, "slot").orElseThrow().child(UPLOAD, name).orElseThrow();
    }

    private static String authorization(Element answer) {
        return part(answer, "put").child(UPLOAD, "header").orElseThrow().text();
    }

    private int put(Element answer, String authorization, byte[] content) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(part(answer, "put").attribute("url", "")))
                .header("Authorization", authorization)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        return web.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<byte[]> get(Element answer) throws IOException, InterruptedException {
        return web.send(
                HttpRequest.newBuilder(URI.create(part(answer, "get").attribute("url", "")))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void whatIsPutThereIsThere() throws IOException, InterruptedException {
        Element slot = slot("4");
        assertEquals(404, get(slot).statusCode());
        assertEquals(403, put(slot, "Bearer x", TEA));
        assertEquals(413, put(slot, authorization(slot), new byte[5]));
        assertEquals(201, put(slot, authorization(slot), TEA));
        assertEquals(409, put(slot, authorization(slot), TEA));
        assertArrayEquals(TEA, get(slot).body());
        assertEquals(
                "text/plain", get(slot).headers().firstValue("Content-Type").orElseThrow());
        UploadedFiles.UploadedFile file = server.files().all().get(0);
        assertEquals("alice", file.user());
        assertEquals("a b.txt", file.name());
        assertArrayEquals(TEA, file.content());
        assertEquals(1, server.files().asked());
    }

    @Test
    void aFileThatIsTooLargeHasNoPlace() {
        Element tooLarge =
                slot("101").elements().get(0).child(UPLOAD, "file-too-large").orElseThrow();
        assertEquals(
                "100", tooLarge.child(UPLOAD, "max-file-size").orElseThrow().text());
        assertEquals("error", slot("-1").attribute("type"));
        assertTrue(answer("<query xmlns='http://jabber.org/protocol/disco#info'/>")
                .toString()
                .contains("<value>100</value>"));
    }

    @Test
    void whatIsPutThereIsRefusedOnRequest() throws IOException, InterruptedException {
        Element slot = slot("4");
        XmppServer.Refusal refusal = server.files().refuse(503);
        assertEquals(503, put(slot, authorization(slot), TEA));
        refusal.close();
        assertEquals(201, put(slot, authorization(slot), TEA));
        assertThrows(IllegalArgumentException.class, () -> server.files().refuse(200));
    }

    @Test
    void aServerThatStopsTakesNoFiles() throws IOException, InterruptedException {
        Element slot = slot("4");
        int port = server.files().port();
        assertEquals(201, put(slot, authorization(slot), TEA));
        server.stop();
        assertThrows(ConnectException.class, () -> get(slot));
        server.restart();
        assertEquals(port, server.files().port());
        assertArrayEquals(TEA, get(slot).body());
        server.reset();
        assertEquals(404, get(slot).statusCode());
        assertFalse(server.files().asked() > 0);
    }
}

package dev.duet.xmpp.internal.xep0447;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Attachment;
import dev.duet.model.FileDetails;
import dev.duet.model.FileName;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.Thumbnail;
import dev.duet.xmpp.internal.jingle.XmlText;
import dev.duet.xmpp.internal.rfc6121.ContentCodec;
import dev.duet.xmpp.internal.xml.Xml;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSharingTest {

    private static final URI URL = URI.create("https://files.example.org/a/summit.jpg");
    private static final String HASH = "aa".repeat(32);
    private static final Attachment SUMMIT = new Attachment(
            URL,
            "Photo from the summit",
            new FileDetails(
                    "summit.jpg",
                    "image/jpeg",
                    3032449,
                    HASH,
                    4160,
                    2340,
                    Thumbnail.of("image/png", "thumb".getBytes(StandardCharsets.UTF_8), 20, 10)));

    /** What clients write, after the examples of XEP-0447, XEP-0446 and XEP-0264. */
    private static final String GOLDEN = """
            <message xmlns='jabber:client'>
              <body>https://files.example.org/a/summit.jpg</body>
              <file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'>
                <file xmlns='urn:xmpp:file:metadata:0'>
                  <media-type>image/jpeg</media-type>
                  <name>summit.jpg</name>
                  <desc>Photo from the summit</desc>
                  <size>3032449</size>
                  <width>4160</width>
                  <height>2340</height>
                  <hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo=</hash>
                  <thumbnail xmlns="urn:xmpp:thumbs:1" uri="data:image/png;base64,dGh1bWI=" media-type="image/png"
                      width="20" height="10"/>
                </file>
                <sources>
                  <url-data xmlns='http://jabber.org/protocol/url-data'
                      target='https://files.example.org/a/summit.jpg'/>
                </sources>
              </file-sharing>
              <fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:sfs:0'><body/></fallback>
              <x xmlns='jabber:x:oob'>
                <url>https://files.example.org/a/summit.jpg</url>
                <desc>Photo from the summit</desc>
              </x>
            </message>""";

    private static Xml written(Attachment... attachments) {
        String body = attachments[0].uri().toString();
        Xml.Builder message = Xml.element("message", Xml.CLIENT).add("body", body);
        FileSharing.write(message, List.of(attachments), body);
        return message.build();
    }

    @Test
    void aFileIsWrittenAsOthersWriteIt() {
        assertEquals(XmlText.parse(GOLDEN), written(SUMMIT));
        assertEquals(List.of(SUMMIT), FileSharing.read(XmlText.parse(GOLDEN)));
    }

    @Test
    void theFallbackIsTheTextUntilSomebodyReadsIt() {
        assertEquals(new Text(URL.toString(), null, List.of(SUMMIT), false), ContentCodec.read(XmlText.parse(GOLDEN)));
    }

    @Test
    void whatOldProgramsWriteIsAFile() {
        Xml message = XmlText.parse("<message xmlns='jabber:client'><body>" + URL + "</body>"
                + "<x xmlns='jabber:x:oob'><url>" + URL + "</url></x></message>");
        assertEquals(
                new Text(URL.toString(), null, List.of(new Attachment(URL, "")), false), ContentCodec.read(message));
        Attachment bare = new Attachment(URL, "");
        assertEquals(message, written(bare));
    }

    @Test
    void aFileWithoutATextIsSaid() {
        Xml.Builder message = Xml.element("message", Xml.CLIENT);
        FileSharing.write(message, List.of(SUMMIT), "");
        assertEquals(new Text(URL.toString(), null, List.of(SUMMIT), false), ContentCodec.read(message.build()));
    }

    private static Xml sharing(String url, String metadata) {
        return XmlText.parse("<message xmlns='jabber:client'><file-sharing xmlns='urn:xmpp:sfs:0'>"
                + "<file xmlns='urn:xmpp:file:metadata:0'>" + metadata + "</file><sources><url-data "
                + "xmlns='http://jabber.org/protocol/url-data' target='" + url + "'/></sources></file-sharing>"
                + "<x xmlns='jabber:x:oob'><url>" + url + "</url></x></message>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "file:///etc/passwd",
                "data:text/html,x",
                "JavaScript:x",
                "ftp://example.org/x",
                "//example.org/x",
                "https:x",
                "https:///x",
                "not a url",
                ""
            })
    void whatIsNotOnTheWebIsNoFile(String url) {
        assertEquals(List.of(), FileSharing.read(sharing(url, "<name>x</name>")));
    }

    @Test
    void theFirstSourceThatIsOnTheWebCounts() {
        Xml message = XmlText.parse("<message xmlns='jabber:client'><file-sharing xmlns='urn:xmpp:sfs:0'><sources>"
                + "<url-data xmlns='http://jabber.org/protocol/url-data' target='file:///x'/>"
                + "<url-data xmlns='http://jabber.org/protocol/url-data' target='" + URL + "'/></sources>"
                + "</file-sharing><file-sharing xmlns='urn:xmpp:sfs:0'/></message>");
        assertEquals(List.of(new Attachment(URL, "")), FileSharing.read(message));
    }

    private static FileDetails details(String metadata) {
        return FileSharing.read(sharing(URL.toString(), metadata)).get(0).details();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../.ssh/id_rsa", "/etc/id_rsa", "C:\\x\\id_rsa", "..\\id_rsa", ".../id_rsa", "./.id_rsa"})
    void aNameLeadsToNoOtherFolder(String name) {
        assertEquals("id_rsa", details("<name>" + name + "</name>").name());
    }

    @Test
    void aNameIsNotTooLong() {
        String name = details("<name>" + "ü".repeat(100_000) + ".jpeg</name>").name();
        assertTrue(name.endsWith("ü.jpeg"));
        assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= FileName.MOST_BYTES);
        assertEquals("", details("<name>..</name>").name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-2", "1e9", "99999999999999999999", "x", ""})
    void aSizeThatIsNoneIsNotKnown(String size) {
        assertEquals(FileDetails.UNKNOWN, details("<size>" + size + "</size>").size());
        assertEquals(0, details("<width>" + size + "</width>").width());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>qqo=</hash>",
                "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>***</hash>",
                "<hash xmlns='urn:xmpp:hashes:2' algo='sha-1'>qqqqqqqqqqqqqqqqqqqqqqqqqqo=</hash>",
                "<media-type>text/html;charset=x</media-type>",
                "<media-type>nonsense</media-type>",
                "<thumbnail xmlns='urn:xmpp:thumbs:1' uri='cid:sha1+x@bob.xmpp.org'/>",
                "<thumbnail xmlns='urn:xmpp:thumbs:1' uri='https://example.org/who-looks.png'/>",
                "<thumbnail xmlns='urn:xmpp:thumbs:1' uri='data:text/html;base64,dGh1bWI='/>",
                "<thumbnail xmlns='urn:xmpp:thumbs:1' uri='data:image/png;base64,='/>",
                "<thumbnail xmlns='urn:xmpp:thumbs:1'/>"
            })
    void whatIsNotWellFormedIsAsIfItWereNotThere(String metadata) {
        assertEquals(FileDetails.NONE, details(metadata));
    }

    @Test
    void aThumbnailIsSmall() {
        String large = "A".repeat((Thumbnail.MAX_SIZE + 3) / 3 * 4 + 4);
        assertNull(details("<thumbnail xmlns='urn:xmpp:thumbs:1' uri='data:image/png;base64," + large + "'/>")
                .thumbnail());
        Thumbnail largest = Thumbnail.of("image/png", new byte[Thumbnail.MAX_SIZE], 0, 0);
        assertArrayEquals(new byte[Thumbnail.MAX_SIZE], largest.data());
        Attachment picture = new Attachment(URL, "", FileDetails.NONE.withThumbnail(largest));
        assertEquals(List.of(picture), FileSharing.read(written(picture)));
    }

    @Test
    void aMessageHasSoManyFilesAndNoMore() {
        Attachment[] all = IntStream.range(0, 30)
                .mapToObj(i -> new Attachment(URI.create("https://example.org/" + i), ""))
                .toArray(Attachment[]::new);
        assertEquals(List.of(all).subList(0, 20), FileSharing.read(written(all)));
    }
}

package dev.duet.xmpp.internal.rfc6121;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Attachment;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessageContent.Retraction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.Reply;
import dev.duet.xmpp.internal.xep0313.Archive;
import dev.duet.xmpp.internal.xep0447.FileSharing;
import dev.duet.xmpp.internal.xml.Xml;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentCodecTest {

    private static final Address.Xmpp BOB = Address.xmpp("bob@example.org");

    static List<MessageContent> contents() {
        Attachment picture = new Attachment(URI.create("https://example.org/a%20b.png"), "A picture");
        return List.of(
                Text.of("Hello"),
                Text.of("> not a quote"),
                Text.ofUnstyled("rm *_old*"),
                new Correction("m-1", new Text("No", new Reply("b-1", BOB, "Tea?"), List.of(), false, true)),
                new Text("Yes", new Reply("b-1", BOB, "Tea?\n\n\uD83D\uDE00 or coffee?"), List.of(), false),
                new Text("Yes", new Reply("b-1", null, ""), List.of(), false),
                new Text("Look", null, List.of(picture), false),
                new Text("", null, List.of(), true),
                new Text("Fire!", null, List.of(), true),
                new Correction("m-1", new Text("No", new Reply("b-1", BOB, "Tea?"), List.of(), false)),
                new Retraction("m-1"),
                new Reactions("m-1", Set.of("\uD83D\uDC4D", "\uD83C\uDF89")),
                new Reactions("m-1", Set.of()));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void whatIsWrittenIsRead(MessageContent content) {
        Xml message = MessageCodec.content("id-1", BOB, content);
        assertEquals(content, ContentCodec.read(message));
        assertEquals("id-1", message.attribute("id"));
        assertEquals("", MessageCodec.originId(message));
    }

    @Test
    void whoKnowsNoRepliesSeesAQuote() {
        Xml message = MessageCodec.content(
                "m", BOB, new Text("Yes", new Reply("b-1", BOB, "Tea?\nOr coffee?"), List.of(), false));
        assertEquals("> Tea?\n> Or coffee?\nYes", message.textOf("body"));
        assertTrue(message.toString().contains("end='20'"), message.toString());
        assertTrue(message.toString().contains("<reply xmlns='urn:xmpp:reply:0' id='b-1' to='bob@example.org'/>"));
    }

    @Test
    void aRetractionIsStoredAndHasWordsForOldPrograms() {
        Xml message = MessageCodec.content("m", BOB, new Retraction("m-0"));
        assertTrue(message.textOf("body").startsWith("/me took back"));
        assertTrue(message.has("store", "urn:xmpp:hints"));
        assertTrue(message.has("fallback", "urn:xmpp:fallback:0"));
        assertTrue(!message.has("request", MessageCodec.RECEIPTS));
    }

    @Test
    void whereMarksMeanNothingIsSaid() {
        Xml message = MessageCodec.content("m", BOB, Text.ofUnstyled("*x*"));
        assertTrue(message.has("unstyled", "urn:xmpp:styling:0"), message.toString());
        assertTrue(!MessageCodec.content("m", BOB, Text.of("*x*")).has("unstyled", "urn:xmpp:styling:0"));
    }

    @Test
    void aCallForAttentionIsAHeadline() {
        assertEquals(
                "headline",
                MessageCodec.content("m", BOB, new Text("", null, List.of(), true))
                        .attribute("type"));
    }

    private static Xml.Builder message(String body) {
        return Xml.element("message", Xml.CLIENT).add("body", body);
    }

    @Test
    void whatIsNotWellFormedIsAsIfItWereNotThere() {
        assertNull(ContentCodec.read(Xml.empty("message", Xml.CLIENT)));
        assertNull(ContentCodec.read(message("").build()));
        assertEquals(
                Text.of("x"),
                ContentCodec.read(message("x")
                        .add(Xml.empty("replace", ContentCodec.CORRECTION))
                        .add(Xml.empty("retract", ContentCodec.RETRACTION))
                        .add(Xml.empty("reactions", ContentCodec.REACTIONS))
                        .add(Xml.empty("reply", ContentCodec.REPLY))
                        .add(Xml.element("x", FileSharing.OUT_OF_BAND)
                                .add("url", "not a uri")
                                .build())
                        .add(Xml.element("x", FileSharing.OUT_OF_BAND)
                                .add("url", "relative")
                                .build())
                        .build()));
    }

    @Test
    void emptyAndEndlessReactionsAreLeftOut() {
        Xml.Builder all = Xml.element("reactions", ContentCodec.REACTIONS)
                .attribute("id", "m-1")
                .add("reaction", " ")
                .add("reaction", "x".repeat(65));
        IntStream.range(0, 200).forEach(i -> all.add("reaction", "r" + i));
        Reactions read = (Reactions) ContentCodec.read(
                Xml.element("message", Xml.CLIENT).add(all.build()).build());
        assertEquals(100, read.emojis().size());
    }

    @Test
    void onlyTheArchiveItselfGivesItsIds() {
        Xml message = message("x")
                .attribute("id", "a")
                .add(id("stanza-id").attribute("by", "mallory@example.org").build())
                .add(id("stanza-id").attribute("by", "alice@example.org").build())
                .add(id("origin-id").build())
                .build();
        assertEquals("s-1", Archive.idOf(message, Address.xmpp("alice@example.org/desk")));
        assertNull(Archive.idOf(message, BOB));
        assertEquals("s-1", MessageCodec.originId(message));
    }

    private static Xml.Builder id(String name) {
        return Xml.element(name, "urn:xmpp:sid:0").attribute("id", "s-1");
    }
}

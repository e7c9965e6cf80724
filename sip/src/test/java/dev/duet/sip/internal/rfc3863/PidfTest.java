package dev.duet.sip.internal.rfc3863;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment;
import dev.duet.sip.internal.xml.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidfTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource(
            value = Availability.class,
            names = {"UNKNOWN"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsWrittenIsReadBack(Availability availability) throws MalformedBody {
        OwnPresence presence = new OwnPresence(availability, "Back <soon> & \"well\"", Set.of(Activity.ON_THE_PHONE));
        List<PresenceFragment> read = PidfReader.read(PidfWriter.write(presence, BOB, "t1", NOW), BOB);
        assertEquals(1, read.size());
        assertEquals(availability, read.get(0).availability());
        assertEquals("Back <soon> & \"well\"", read.get(0).note());
        assertEquals(NOW, read.get(0).since());
        assertEquals(true, read.get(0).activities().contains(Activity.ON_THE_PHONE));
    }

    @Test
    void tuplesAreSourcesAndThePersonCountsForEach() throws MalformedBody {
        List<PresenceFragment> read = read("""
                <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
                    xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:mallory@example.com">
                  <tuple id="a"><status><basic>open</basic></status><contact priority="1.0">sip:a@b</contact></tuple>
                  <tuple id="b"><status><basic>closed</basic></status><note>gone</note></tuple>
                  <dm:person id="p"><r:activities><r:away/><r:meeting/><r:unheard-of/></r:activities></dm:person>
                </presence>
                """);
        assertEquals(List.of("a", "b"), read.stream().map(f -> f.source().id()).toList());
        assertEquals(Availability.AWAY, read.get(0).availability());
        assertEquals(127, read.get(0).priority());
        assertEquals(Set.of(Activity.IN_A_MEETING), read.get(0).activities());
        assertEquals(Availability.OFFLINE, read.get(1).availability());
        assertEquals("gone", read.get(1).note());
        assertEquals(BOB, read.get(0).contact(), "whom the subscription is for, whatever the document says");
    }

    @Test
    void withoutTuplesNobodyIsThere() throws MalformedBody {
        assertEquals(
                Availability.OFFLINE,
                read("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:bob@example.com'/>")
                        .get(0)
                        .availability());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "presence",
                "<presence/>",
                "<presence xmlns='urn:ietf:params:xml:ns:pidf'><tuple id='a'/></presence>",
                "<presence xmlns='urn:ietf:params:xml:ns:pidf'>",
                "<presence xmlns='urn:ietf:params:xml:ns:pidf'/><more/>",
                "<!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><presence xmlns='urn:ietf:params:xml:ns:pidf'/>",
                "<presence xmlns='urn:ietf:params:xml:ns:pidf'>&x;</presence>"
            })
    void whatIsMalformedIsRefused(String body) {
        assertThrows(MalformedBody.class, () -> read(body));
    }

    @Test
    void depthAndSizeAreBounded() {
        assertThrows(MalformedBody.class, () -> read("<a>".repeat(100) + "</a>".repeat(100)));
        assertThrows(MalformedBody.class, () -> read("<a>" + "<b/>".repeat(5000) + "</a>"));
        assertThrows(MalformedBody.class, () -> read("<a>" + "x".repeat(70_000) + "</a>"));
    }

    @Test
    void aDocumentCutAnywhereIsRefused() {
        byte[] whole = PidfWriter.write(OwnPresence.AVAILABLE, BOB, "t1", NOW);
        for (int length = 0; length < whole.length - 1; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(MalformedBody.class, () -> PidfReader.read(part, BOB));
        }
    }

    private static List<PresenceFragment> read(String xml) throws MalformedBody {
        return PidfReader.read(xml.getBytes(StandardCharsets.UTF_8), BOB);
    }
}

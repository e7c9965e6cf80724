package dev.duet.sip.internal.rfc3863;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment;
import dev.duet.sip.internal.xml.XmlException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidfTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @EnumSource(
            value = Availability.class,
            names = {"AVAILABLE", "AWAY", "DO_NOT_DISTURB", "OFFLINE"})
    void whatIsWrittenIsRead(Availability availability) throws Exception {
        OwnPresence own = new OwnPresence(availability, "a < b & \"c\"", Set.of(Activity.IN_A_MEETING));

        PresenceFragment read =
                parse(Pidf.write(own, "sip:bob@example.com", "t1", NOW)).get(0);

        assertEquals(availability, read.availability());
        assertEquals("a < b & \"c\"", read.note());
        assertEquals(NOW, read.since());
        assertEquals(availability == Availability.OFFLINE, !read.activities().contains(Activity.IN_A_MEETING));
    }

    @Test
    void eachTupleIsASourceWithItsPriority() throws Exception {
        List<PresenceFragment> read =
                parse("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:bob@example.com'>"
                        + "<tuple id='desk'><status><basic>open</basic></status>"
                        + "<contact priority='0.8'>sip:b@h</contact></tuple>"
                        + "<tuple id='cell'><status><basic>closed</basic></status>"
                        + "<note xml:lang='en'>off</note></tuple>"
                        + "<note>for all</note></presence>");

        assertEquals(2, read.size());
        assertEquals(
                new PresenceFragment.Source(PresenceFragment.Kind.PIDF_TUPLE, "desk"),
                read.get(0).source());
        assertEquals(80, read.get(0).priority());
        assertEquals("for all", read.get(0).note());
        assertEquals(Availability.OFFLINE, read.get(1).availability());
        assertEquals("off", read.get(1).note());
    }

    @Test
    void activitiesOfThePersonAndOfOldTuplesCount() throws Exception {
        String rpid = "urn:ietf:params:xml:ns:pidf:rpid";
        List<PresenceFragment> read = parse("<p:presence xmlns:p='urn:ietf:params:xml:ns:pidf'"
                + " xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model' xmlns:r='" + rpid + "'>"
                + "<p:tuple id='a'><p:status><p:basic>open</p:basic><r:activities><r:meal/></r:activities></p:status>"
                + "</p:tuple><dm:person id='x'><r:activities><r:on-the-phone/><r:unknown-thing/></r:activities>"
                + "<dm:note>in a call</dm:note></dm:person></p:presence>");

        assertEquals(Set.of(Activity.ON_THE_PHONE, Activity.MEAL), read.get(0).activities());
        assertEquals("in a call", read.get(0).note());
    }

    @Test
    void aDocumentWithoutTuplesTellsNothing() throws Exception {
        assertTrue(parse("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='x'/>")
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<presence>",
                "<presence/>",
                "<other xmlns='urn:ietf:params:xml:ns:pidf'/>",
                "<!DOCTYPE presence [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                        + "<presence xmlns='urn:ietf:params:xml:ns:pidf'>&x;</presence>",
                "<!DOCTYPE a><presence xmlns='urn:ietf:params:xml:ns:pidf'/>"
            })
    void malformedDocumentsAreRefused(String document) {
        assertThrows(XmlException.class, () -> parse(document));
    }

    @Test
    void aBasicStatusThatIsNoneIsUnknown() throws Exception {
        List<PresenceFragment> fragments = parse(
                "<presence xmlns='urn:ietf:params:xml:ns:pidf'><tuple id='a'><status><basic>unknown</basic></status>"
                        + "</tuple><tuple id='b'><status><basic>open</basic></status></tuple></presence>");

        assertEquals(
                List.of(Availability.UNKNOWN, Availability.AVAILABLE),
                fragments.stream().map(PresenceFragment::availability).toList());
    }

    @Test
    void aDocumentThatIsTooDeepIsRefused() {
        String deep = "<presence xmlns='urn:ietf:params:xml:ns:pidf'>" + "<a>".repeat(10_000);
        assertThrows(XmlException.class, () -> parse(deep));
    }

    private static List<PresenceFragment> parse(String document) throws XmlException {
        return Pidf.parse(document.getBytes(StandardCharsets.UTF_8), BOB);
    }
}

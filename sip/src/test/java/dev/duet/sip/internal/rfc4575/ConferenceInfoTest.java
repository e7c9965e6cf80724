package dev.duet.sip.internal.rfc4575;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Conference;
import dev.duet.model.Conference.Device;
import dev.duet.model.Conference.Participant;
import dev.duet.model.Conference.Status;
import dev.duet.sip.internal.xml.XmlException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConferenceInfoTest {

    private final ConferenceInfo info = new ConferenceInfo();

    private boolean take(String attributes, String content) throws XmlException {
        String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\" entity=\"sips:c7@example.com\" "
                + attributes + ">" + content + "</conference-info>";
        return info.take(document.getBytes(StandardCharsets.UTF_8));
    }

    private static String user(String entity, String state, String name, String endpoints) {
        return "<user entity=\"" + entity + "\" state=\"" + state + "\"><display-text>" + name + "</display-text>"
                + endpoints + "</user>";
    }

    private static String endpoint(String entity, String status) {
        return "<endpoint entity=\"" + entity + "\"><status>" + status + "</status></endpoint>";
    }

    private List<String> entities() {
        return info.conference().participants().stream()
                .map(Participant::entity)
                .toList();
    }

    private Participant first() {
        return info.conference().participants().get(0);
    }

    @Test
    void aWholeDocumentTellsWhoTakesPart() throws XmlException {
        assertTrue(take(
                "state=\"full\" version=\"1\"",
                "<conference-description xml:lang=\"en\"><display-text>Monday round</display-text>"
                        + "<subject>Budget &amp; plans</subject><free-text>none of it is read</free-text>"
                        + "<conf-uris><entry><uri>sip:c7@example.com</uri></entry></conf-uris></conference-description>"
                        + "<conference-state><user-count>2</user-count></conference-state>"
                        + "<users><user entity=\"sip:bob@example.com\" state=\"full\">"
                        + "<display-text>Bob Hoskins</display-text>"
                        + "<associated-aors><entry><uri>mailto:bob@example.com</uri></entry></associated-aors>"
                        + "<roles><entry>participant</entry><entry>moderator</entry></roles>"
                        + "<endpoint entity=\"sip:bob@pc33.example.com\"><display-text>Bob's laptop</display-text>"
                        + "<status>on-hold</status><joining-method>dialed-in</joining-method>"
                        + "<media id=\"1\"><type>audio</type><status>sendrecv</status></media></endpoint></user>"
                        + "<user entity=\"tel:+15551234\"><endpoint entity=\"tel:+15551234\">"
                        + "<status>disconnected</status></endpoint></user></users>"));

        Conference conference = info.conference();
        Device laptop = new Device("sip:bob@pc33.example.com", "Bob's laptop", Status.ON_HOLD);
        Participant bob = new Participant(
                "sip:bob@example.com", "Bob Hoskins", List.of("participant", "moderator"), List.of(laptop));
        Participant number = new Participant(
                "tel:+15551234", "", List.of(), List.of(new Device("tel:+15551234", "", Status.DISCONNECTED)));
        assertEquals(new Conference("Budget & plans", "Monday round", List.of(bob, number)), conference);
        assertEquals(List.of(bob), conference.connected());
        assertEquals(Optional.of(Address.parse("tel:+15551234")), number.address());
        assertEquals(Optional.empty(), new Participant("http://x", "", List.of(), List.of()).address());
    }

    @ParameterizedTest
    @CsvSource({
        "pending, PENDING",
        "dialing-out, DIALING_OUT",
        "dialing-in, DIALING_IN",
        "alerting, ALERTING",
        "on-hold, ON_HOLD",
        "connected, CONNECTED",
        "muted-via-focus, MUTED_VIA_FOCUS",
        "disconnecting, DISCONNECTING",
        "disconnected, DISCONNECTED",
        "asleep, UNKNOWN"
    })
    void aDeviceHasAStatus(String told, Status status) throws XmlException {
        take("version=\"0\"", "<users>" + user("sip:a@x", "full", "", endpoint("sip:a@1", told)) + "</users>");
        assertEquals(status, first().devices().get(0).status());
    }

    @Test
    void changesAreMergedByTheirState() throws XmlException {
        take(
                "state=\"full\" version=\"5\"",
                "<users>" + user("sip:a@x", "full", "Ann", endpoint("sip:a@1", "connected"))
                        + user("sip:b@x", "full", "Bob", endpoint("sip:b@1", "alerting")) + "</users>");

        assertTrue(take(
                "state=\"partial\" version=\"6\"",
                "<conference-description><subject>Later</subject></conference-description><users state=\"partial\">"
                        + "<user entity=\"sip:a@x\" state=\"partial\"><roles><entry>host</entry></roles>"
                        + "<endpoint entity=\"sip:a@1\" state=\"partial\"><display-text>Desk</display-text></endpoint>"
                        + endpoint("sip:a@2", "dialing-in") + "</user>"
                        + user("sip:c@x", "full", "Carol", "") + "</users>"));
        assertEquals(List.of("sip:a@x", "sip:b@x", "sip:c@x"), entities());
        assertEquals(
                new Participant(
                        "sip:a@x",
                        "Ann",
                        List.of("host"),
                        List.of(
                                new Device("sip:a@1", "Desk", Status.CONNECTED),
                                new Device("sip:a@2", "", Status.DIALING_IN))),
                first());
        assertEquals("Later", info.conference().subject());

        assertTrue(take(
                "state=\"partial\" version=\"7\"",
                "<users state=\"partial\"><user entity=\"sip:b@x\" state=\"deleted\"/>"
                        + "<user entity=\"sip:a@x\" state=\"partial\"><endpoint entity=\"sip:a@1\" state=\"deleted\"/>"
                        + "</user><user entity=\"sip:c@x\" state=\"full\"><display-text>Caz</display-text></user>"
                        + "</users>"));
        assertEquals(List.of("sip:a@x", "sip:c@x"), entities());
        assertEquals(List.of(new Device("sip:a@2", "", Status.DIALING_IN)), first().devices());
        assertEquals("Caz", info.conference().participants().get(1).name());

        assertTrue(take(
                "state=\"partial\" version=\"8\"",
                "<users state=\"full\">" + user("sip:d@x", "full", "Dan", "") + "</users>"));
        assertEquals(List.of("sip:d@x"), entities());
    }

    @Test
    void usersOfAChangeAreAChangeUnlessTheySayOtherwise() throws XmlException {
        take("version=\"0\"", "<users>" + user("sip:a@x", "full", "Ann", "") + "</users>");
        take("state=\"partial\" version=\"1\"", "<users>" + user("sip:b@x", "full", "Bob", "") + "</users>");
        assertEquals(List.of("sip:a@x", "sip:b@x"), entities());
        take("version=\"2\"", "<users>" + user("sip:c@x", "full", "Carol", "") + "</users>");
        assertEquals(List.of("sip:c@x"), entities());
    }

    @Test
    void anOldDocumentChangesNothingAndAMissedOneIsAskedForOnce() throws XmlException {
        String ann = "<users>" + user("sip:a@x", "full", "Ann", "") + "</users>";
        String bob = "<users>" + user("sip:b@x", "full", "Bob", "") + "</users>";
        take("version=\"4\"", ann);
        assertTrue(take("state=\"partial\" version=\"4\"", bob));
        assertEquals(List.of("sip:a@x"), entities());

        assertFalse(take("state=\"partial\" version=\"6\"", bob));
        assertEquals(List.of("sip:a@x"), entities());
        assertTrue(take("state=\"partial\" version=\"8\"", bob)); // it tells no more than changes
        assertEquals(List.of("sip:a@x", "sip:b@x"), entities());

        assertTrue(take("state=\"full\" version=\"9\"", ann));
        assertFalse(take("state=\"partial\" version=\"11\"", bob));
    }

    @Test
    void aChangeOfNothingIsNotEnough() throws XmlException {
        assertFalse(take("state=\"partial\" version=\"0\"", "<users/>"));
    }

    @Test
    void aConferenceThatIsGoneTellsNothingMore() throws XmlException {
        take("version=\"1\"", "<users>" + user("sip:a@x", "full", "Ann", "") + "</users>");
        assertTrue(take("state=\"deleted\" version=\"2\"", ""));
        assertEquals(Conference.UNTOLD, info.conference());
    }

    @Test
    void devicesWithoutANameAreToldApartByTheirOrder() throws XmlException {
        String two = "<endpoint><status>connected</status></endpoint><endpoint><status>alerting</status></endpoint>";
        take("version=\"1\"", "<users>" + user("sip:a@x", "full", "Ann", two) + "</users>");
        take(
                "state=\"partial\" version=\"2\"",
                "<users>" + user("sip:a@x", "partial", "Ann", "<endpoint><status>on-hold</status></endpoint>")
                        + "</users>");
        assertEquals(
                List.of(new Device("", "", Status.ON_HOLD), new Device("", "", Status.ALERTING)), first().devices());
    }

    @Test
    void thereAreBounds() throws XmlException {
        StringBuilder devices = new StringBuilder();
        StringBuilder roles = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            devices.append(endpoint("sip:a@" + i, "connected"));
            roles.append("<entry>").append("r".repeat(300)).append("</entry>");
        }
        String user = "<user entity=\"sip:a@x\"><display-text>" + "\uD83D\uDE00".repeat(300) + "</display-text><roles>"
                + roles + "</roles>" + devices + "</user><user entity=\" \"/><user/>";
        take("version=\"0\"", "<users>" + user + "</users>");
        assertEquals(List.of("sip:a@x"), entities());
        assertEquals(20, first().devices().size());
        assertEquals(20, first().roles().size());
        assertEquals(256, first().roles().get(0).length());
        assertEquals("\uD83D\uDE00".repeat(256), first().name());

        for (int version = 1; version <= 6; version++) {
            StringBuilder users = new StringBuilder();
            for (int i = 0; i < 250; i++) {
                users.append("<user entity=\"sip:")
                        .append(version)
                        .append('.')
                        .append(i)
                        .append("@x\"/>");
            }
            take("state=\"partial\" version=\"" + version + "\"", "<users>" + users + "</users>");
        }
        assertEquals(1000, info.conference().participants().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<conference-info/>",
                "<conference-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"1\"/>",
                "<conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\" version=\"x\"/>",
                "<conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\" state=\"partial\"/>",
                "<conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\" version=\"1\"><users>",
                "<!DOCTYPE x [<!ENTITY e \"e\">]><conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\"/>"
            })
    void whatIsNoneIsRefusedAndWhatWasKnownStays(String document) throws XmlException {
        take("version=\"0\"", "<users>" + user("sip:a@x", "full", "Ann", "") + "</users>");
        assertThrows(XmlException.class, () -> info.take(document.getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of("sip:a@x"), entities());
    }
}

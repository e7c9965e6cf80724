package dev.duet.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.wire.TcpWire;
import dev.duet.sandbox.wire.UdpWire;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DuetSandboxTest {

    private static <T extends Record> List<T> ask(DuetSandbox sandbox, Name name, int type, Class<T> as)
            throws IOException {
        SimpleResolver resolver = new SimpleResolver(sandbox.dns().address());
        resolver.setTimeout(Duration.ofSeconds(5));
        return resolver
                .send(Message.newQuery(Record.newRecord(name, type, DClass.IN)))
                .getSection(Section.ANSWER)
                .stream()
                .map(as::cast)
                .toList();
    }

    /** What a client does that knows nothing but the domain and the name server: RFC 3263 4.1 and 4.2. */
    private static InetSocketAddress find(DuetSandbox sandbox, String service) throws IOException {
        NAPTRRecord rule = ask(sandbox, Name.fromString(sandbox.domain() + "."), Type.NAPTR, NAPTRRecord.class).stream()
                .filter(r -> r.getService().equals(service))
                .findFirst()
                .orElseThrow();
        SRVRecord place =
                ask(sandbox, rule.getReplacement(), Type.SRV, SRVRecord.class).get(0);
        ARecord host = ask(sandbox, place.getTarget(), Type.A, ARecord.class).get(0);
        return new InetSocketAddress(host.getAddress(), place.getPort());
    }

    private static String options(String transport) {
        return String.join(
                "\r\n",
                "OPTIONS sip:example.com SIP/2.0",
                "Via: SIP/2.0/" + transport + " 127.0.0.1:5060;branch=z9hG4bKtest;rport",
                "Max-Forwards: 70",
                "From: <sip:tester@example.com>;tag=1",
                "To: <sip:example.com>",
                "Call-ID: test@127.0.0.1",
                "CSeq: 1 OPTIONS",
                "Content-Length: 0",
                "",
                "");
    }

    private static void assertSipAnswers(InetSocketAddress server) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setSoTimeout(10_000);
            byte[] request = options("UDP").getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(request, request.length, server));
            DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
            socket.receive(answer);
            String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
            assertTrue(text.startsWith("SIP/2.0 200"), text);
        }
    }

    @Test
    void the_sip_server_is_found_by_name_over_udp() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            InetSocketAddress found = find(sandbox, "SIP+D2U");
            assertEquals(sandbox.sip().udpPort(), found.getPort());
            assertEquals(sandbox.sip().tcpPort(), find(sandbox, "SIP+D2T").getPort());
            assertSipAnswers(found);
        }
    }

    @Test
    void the_sip_server_is_found_by_name_over_tls_with_a_certificate_for_the_domain() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.start();
                SSLSocket socket = tls(sandbox, find(sandbox, "SIPS+D2T"), sandbox.domain())) {
            socket.getOutputStream().write(options("TLS").getBytes(StandardCharsets.UTF_8));
            String status = new String(socket.getInputStream().readNBytes(11), StandardCharsets.UTF_8);
            assertEquals("SIP/2.0 200", status);
        }
    }

    @Test
    void the_certificate_is_for_no_other_name_unless_asked_for() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            InetSocketAddress server = find(sandbox, "SIPS+D2T");
            tls(sandbox, server, "sip.example.com").close();
            assertThrows(SSLException.class, () -> tls(sandbox, server, "127.0.0.1"));
            assertThrows(SSLException.class, () -> tls(sandbox, server, "example.org"));
        }
        try (DuetSandbox sandbox =
                DuetSandbox.builder().certifiedFor("127.0.0.1").build()) {
            tls(sandbox, find(sandbox, "SIPS+D2T"), "127.0.0.1").close();
        }
    }

    private static SSLSocket tls(DuetSandbox sandbox, InetSocketAddress server, String name) throws IOException {
        Socket plain = new Socket(server.getAddress(), server.getPort());
        plain.setSoTimeout(10_000);
        SSLSocket socket = (SSLSocket) sandbox.authority()
                .trustingContext()
                .getSocketFactory()
                .createSocket(plain, name, server.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** RFC 6120 3.2.1 and XEP-0368: what a client does that knows nothing but the domain and the name server. */
    private static InetSocketAddress findXmpp(DuetSandbox sandbox, String service) throws IOException {
        Name name = Name.fromString(service + "._tcp." + sandbox.domain() + ".");
        SRVRecord place = ask(sandbox, name, Type.SRV, SRVRecord.class).get(0);
        assertEquals("xmpp." + sandbox.domain() + ".", place.getTarget().toString());
        ARecord host = ask(sandbox, place.getTarget(), Type.A, ARecord.class).get(0);
        return new InetSocketAddress(host.getAddress(), place.getPort());
    }

    private static String streamHeader(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("<?xml version='1.0'?><stream:stream to='example.com' version='1.0' xmlns='jabber:client' "
                                + "xmlns:stream='http://etherx.jabber.org/streams'>")
                        .getBytes(StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        while (text.indexOf("</stream:features>") < 0) {
            int next = socket.getInputStream().read();
            assertTrue(next >= 0, text::toString);
            text.append((char) next);
        }
        return text.toString();
    }

    @Test
    void the_xmpp_server_is_found_by_name() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            InetSocketAddress found = findXmpp(sandbox, "_xmpp-client");
            assertEquals(sandbox.xmpp().port(), found.getPort());
            try (Socket socket = new Socket(found.getAddress(), found.getPort())) {
                socket.setSoTimeout(10_000);
                assertTrue(streamHeader(socket).contains("urn:ietf:params:xml:ns:xmpp-tls"));
            }
            InetSocketAddress direct = findXmpp(sandbox, "_xmpps-client");
            assertEquals(sandbox.xmpp().directTlsPort(), direct.getPort());
            try (SSLSocket socket = tls(sandbox, direct, "example.com")) {
                assertTrue(streamHeader(socket).contains("SCRAM-SHA-1"));
            }
            tls(sandbox, direct, "xmpp.example.com").close();
            assertThrows(SSLException.class, () -> tls(sandbox, direct, "127.0.0.1"));
            assertTrue(sandbox.log().contains("XMPP server -> "), sandbox::log);
        }
    }

    @Test
    void the_xmpp_server_can_be_changed() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.builder()
                .xmpp(xmpp -> xmpp.directTls(false).startTls(XmppServer.StartTls.NOT_OFFERED))
                .build()) {
            Name name = Name.fromString("_xmpps-client._tcp.example.com.");
            assertEquals(List.of(), ask(sandbox, name, Type.SRV, SRVRecord.class));
            InetSocketAddress found = findXmpp(sandbox, "_xmpp-client");
            try (Socket socket = new Socket(found.getAddress(), found.getPort())) {
                socket.setSoTimeout(10_000);
                assertFalse(streamHeader(socket).contains("xmpp-tls"));
            }
        }
    }

    @Test
    void a_reset_forgets_rosters() {
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            int port = sandbox.xmpp().port();
            sandbox.addUser("alice", "1");
            sandbox.addUser("bob", "2");
            sandbox.xmpp().befriend("alice", "bob");
            assertEquals(1, sandbox.xmpp().roster("alice").size());
            sandbox.reset();
            sandbox.addUser("alice", "1");
            assertEquals(List.of(), sandbox.xmpp().roster("alice"));
            assertEquals(port, sandbox.xmpp().port());
        }
    }

    @Test
    void one_directory_serves_all() {
        try (DuetSandbox sandbox =
                DuetSandbox.builder().domain("example.net").seed(9).build()) {
            SandboxUser alice = sandbox.addUser("alice", "secret");
            assertEquals("example.net", alice.domain());
            assertEquals(List.of(alice), sandbox.users().all());
            assertEquals(9, sandbox.seed());
        }
    }

    @Test
    void the_sip_server_can_be_changed() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.builder()
                .sip(sip -> sip.tls(TestAuthority.create()))
                .build()) {
            InetSocketAddress server = find(sandbox, "SIPS+D2T");
            assertThrows(SSLException.class, () -> tls(sandbox, server, "example.com"));
        }
    }

    @Test
    void wires_lead_to_the_servers_and_have_seeds_of_their_own() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.builder().seed(100).build()) {
            UdpWire udp = sandbox.udpWire(sandbox.sip().udpPort());
            TcpWire tcp = sandbox.tcpWire(sandbox.sip().tlsPort());
            assertSipAnswers(udp.address());
            tls(sandbox, tcp.address(), "example.com").close();
            assertEquals(100, udp.seed());
            assertEquals(101, tcp.seed());
        }
    }

    @Test
    void the_log_tells_what_the_servers_saw() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            assertSipAnswers(find(sandbox, "SIP+D2U"));
            await().until(() -> sandbox.sip().exchange().size() == 2);
            String log = sandbox.log();
            assertTrue(log.contains("    OPTIONS sip:example.com SIP/2.0"), log);
            assertTrue(log.contains("    SIP/2.0 200 "), log);
            assertTrue(log.contains("    UDP NAPTR example.com"), log);
            assertEquals(List.of(), sandbox.violations());
            sandbox.clearLog();
            assertEquals("", sandbox.log());
        }
    }

    @Test
    void violations_are_told() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.start();
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            byte[] request = options("UDP").replace("Max-Forwards: 70\r\n", "").getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(
                    request,
                    request.length,
                    InetAddress.getByName("127.0.0.1"),
                    sandbox.sip().udpPort()));
            await().until(() -> !sandbox.violations().isEmpty());
            assertTrue(sandbox.violations().get(0).contains("Max-Forwards"), sandbox.violations()::toString);
            assertTrue(sandbox.log().contains("!! "), sandbox::log);
        }
    }

    @Test
    void a_reset_leaves_nothing_but_the_ports() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.builder().seed(5).build()) {
            InetSocketAddress before = find(sandbox, "SIPS+D2T");
            List<DnsRecord> records = sandbox.dns().records();
            sandbox.addUser("alice", "secret");
            UdpWire wire = sandbox.udpWire(sandbox.sip().udpPort());
            sandbox.dns().add(DnsRecord.a("more.example.com", "127.0.0.1")).mode(DnsServer.Mode.SILENT);
            sandbox.reset();
            assertEquals(List.of(), sandbox.users().all());
            assertEquals(records, sandbox.dns().records());
            assertEquals("", sandbox.log());
            assertEquals(before, find(sandbox, "SIPS+D2T"));
            assertSipAnswers(find(sandbox, "SIP+D2U"));
            assertFalse(threads().stream().anyMatch(t -> t.getName().endsWith("udp-wire-" + wire.port())));
            assertEquals(5, sandbox.udpWire(sandbox.sip().udpPort()).seed());
        }
    }

    @Test
    void a_reset_finds_its_ports_free_each_time() throws IOException {
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            for (int i = 0; i < 50; i++) {
                tls(sandbox, find(sandbox, "SIPS+D2T"), "example.com").close();
                sandbox.reset();
            }
        }
    }

    @Test
    void closing_twice_leaves_no_thread() throws IOException {
        Set<Thread> before = threads();
        DuetSandbox sandbox = DuetSandbox.start();
        sandbox.udpWire(sandbox.sip().udpPort());
        tls(sandbox, find(sandbox, "SIPS+D2T"), "example.com").close();
        assertFalse(before.containsAll(threads()));
        sandbox.close();
        sandbox.close();
        await().until(() -> before.containsAll(threads()));
        assertThrows(IllegalStateException.class, () -> sandbox.udpWire(5060));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("duet-"))
                .collect(Collectors.toSet());
    }
}

package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.DnsQuery.Transport;
import dev.duet.sandbox.DnsServer.Mode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsServerTest {

    private final DnsServer dns = DnsServer.start();
    private SimpleResolver resolver;

    @BeforeEach
    void resolver() throws IOException {
        resolver = new SimpleResolver(dns.address());
        resolver.setTimeout(Duration.ofSeconds(5));
        dns.add(
                DnsRecord.naptr("example.com", 10, 50, "SIPS+D2T", "_sips._tcp.example.com"),
                DnsRecord.srv("_sip._udp.example.com", 10, 60, 5066, "sip.example.com"),
                DnsRecord.srv("_sip._udp.example.com", 20, 40, 5067, "sip2.example.com"),
                DnsRecord.a("sip.example.com", "127.0.0.1"),
                DnsRecord.aaaa("sip.example.com", "::1"),
                DnsRecord.cname("www.example.com", "sip.example.com"));
    }

    @AfterEach
    void close() {
        dns.close();
    }

    private Message ask(String name, int type) throws IOException {
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN)));
    }

    @Test
    void srv_records_come_with_the_addresses_of_their_targets() throws IOException {
        Message answer = ask("_sip._udp.EXAMPLE.com", Type.SRV);
        List<Record> found = answer.getSection(Section.ANSWER);
        SRVRecord first = (SRVRecord) found.get(0);
        assertEquals(2, found.size());
        assertEquals(10, first.getPriority());
        assertEquals(60, first.getWeight());
        assertEquals(5066, first.getPort());
        assertEquals("sip.example.com.", first.getTarget().toString());
        assertTrue(answer.getSection(Section.ADDITIONAL).stream()
                .anyMatch(r -> r instanceof ARecord a
                        && a.getAddress().getHostAddress().equals("127.0.0.1")));
    }

    @Test
    void naptr_records_lead_to_srv_names() throws IOException {
        NAPTRRecord rule = (NAPTRRecord)
                ask("example.com", Type.NAPTR).getSection(Section.ANSWER).get(0);
        assertEquals("s", rule.getFlags());
        assertEquals("SIPS+D2T", rule.getService());
        assertEquals("", rule.getRegexp());
        assertEquals("_sips._tcp.example.com.", rule.getReplacement().toString());
    }

    @Test
    void an_alias_is_followed() throws IOException {
        List<Record> found = ask("www.example.com", Type.A).getSection(Section.ANSWER);
        assertEquals(
                List.of(Type.CNAME, Type.A), found.stream().map(Record::getType).toList());
    }

    @Test
    void an_alias_of_itself_ends() throws IOException {
        dns.add(DnsRecord.cname("loop.example.com", "loop.example.com"));
        assertEquals(
                1, ask("loop.example.com", Type.A).getSection(Section.ANSWER).size());
    }

    @Test
    void a_name_without_records_does_not_exist_and_one_without_this_type_is_empty() throws IOException {
        assertEquals(Rcode.NXDOMAIN, ask("nobody.example.com", Type.A).getRcode());
        assertEquals(Rcode.NXDOMAIN, ask("example.org", Type.A).getRcode());
        assertEquals(Rcode.NOERROR, ask("sip.example.com", Type.SRV).getRcode());
        assertEquals(Rcode.NOERROR, ask("_udp.example.com", Type.SRV).getRcode());
    }

    @Test
    void an_ordinary_look_up_sees_a_change_at_once() throws IOException {
        assertEquals(2, look("_sip._udp.example.com").length);
        assertEquals(2, dns.remove("_SIP._udp.example.com", DnsRecord.Type.SRV));
        assertEquals(0, look("_sip._udp.example.com").length);
        DnsRecord other = DnsRecord.srv("_sip._udp.example.com", 1, 1, 1, "sip.example.com");
        dns.add(other);
        assertEquals(1, look("_sip._udp.example.com").length);
        assertTrue(dns.remove(other));
        assertFalse(dns.remove(other));
    }

    private Record[] look(String name) throws IOException {
        Lookup lookup = new Lookup(name + ".", Type.SRV);
        lookup.setResolver(resolver);
        Record[] found = lookup.run();
        return found == null ? new Record[0] : found;
    }

    @Test
    void an_answer_too_long_for_a_datagram_is_cut_there_and_whole_over_tcp() throws IOException {
        dns.add(IntStream.range(0, 100)
                .mapToObj(i -> DnsRecord.a("many.example.com", "127.0.1." + i))
                .toList());
        assertEquals(
                100, ask("many.example.com", Type.A).getSection(Section.ANSWER).size());
        assertEquals(
                List.of(Transport.UDP, Transport.TCP),
                dns.queries().stream().map(DnsQuery::transport).toList());
    }

    @Test
    void a_client_may_say_that_it_takes_longer_datagrams() throws IOException {
        dns.add(IntStream.range(0, 50)
                .mapToObj(i -> DnsRecord.a("many.example.com", "127.0.1." + i))
                .toList());
        resolver.setEDNS(-1);
        resolver.setIgnoreTruncation(true);
        assertTrue(ask("many.example.com", Type.A).getHeader().getFlag(Flags.TC));
        resolver.setEDNS(0, 4096, 0, List.of());
        Message whole = ask("many.example.com", Type.A);
        assertFalse(whole.getHeader().getFlag(Flags.TC));
        assertEquals(50, whole.getSection(Section.ANSWER).size());
        assertEquals(0, whole.getOPT().getVersion());
    }

    @Test
    void several_questions_on_one_connection_are_answered_in_turn() throws IOException {
        byte[] first = framed(1, "sip.example.com.");
        byte[] second = framed(2, "nobody.example.com.");
        try (Socket socket = new Socket("127.0.0.1", dns.port())) {
            // The second in two pieces, as a stream may bring it.
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(first.length + 5)
                            .put(first)
                            .put(second, 0, 5)
                            .array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertEquals(
                    1,
                    new Message(in.readNBytes(in.readUnsignedShort()))
                            .getHeader()
                            .getID());
            socket.getOutputStream().write(second, 5, second.length - 5);
            Message answer = new Message(in.readNBytes(in.readUnsignedShort()));
            assertEquals(2, answer.getHeader().getID());
            assertEquals(Rcode.NXDOMAIN, answer.getRcode());
        }
    }

    private static byte[] framed(int id, String name) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN));
        query.getHeader().setID(id);
        byte[] wire = query.toWire();
        return ByteBuffer.allocate(wire.length + 2)
                .putShort((short) wire.length)
                .put(wire)
                .array();
    }

    @Test
    void truncation_can_be_forced() throws IOException {
        dns.mode(Mode.TRUNCATE);
        assertEquals(
                1, ask("sip.example.com", Type.A).getSection(Section.ANSWER).size());
        assertEquals(
                new DnsQuery("sip.example.com", "A", Transport.TCP),
                dns.queries().get(1));
        dns.clearQueries();
        assertEquals(List.of(), dns.queries());
    }

    @Test
    void failures_can_be_switched_on_for_all_or_for_one_name() throws IOException {
        dns.mode(Mode.SERVER_FAILURE);
        assertEquals(Rcode.SERVFAIL, ask("sip.example.com", Type.A).getRcode());
        dns.mode(Mode.ANSWER);
        dns.mode("SIP.example.com", Mode.REFUSED);
        assertEquals(Rcode.REFUSED, ask("sip.example.com", Type.A).getRcode());
        assertEquals(Rcode.NOERROR, ask("example.com", Type.NAPTR).getRcode());
        dns.clearModes();
        assertEquals(Rcode.NOERROR, ask("sip.example.com", Type.A).getRcode());
    }

    @Test
    void silence_runs_the_client_into_its_timeout() throws IOException {
        dns.mode(Mode.SILENT);
        resolver.setTimeout(Duration.ofMillis(100));
        assertThrows(IOException.class, () -> ask("sip.example.com", Type.A));
        assertEquals(1, dns.queries().size());
    }

    @Test
    void garbage_is_answered_by_a_format_error_and_what_has_no_header_by_nothing() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(5000);
            socket.connect(dns.address());
            socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3));
            byte[] broken = {7, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 63, 1};
            socket.send(new DatagramPacket(broken, broken.length));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            Message message = new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
            assertEquals(0x0708, message.getHeader().getID());
            assertEquals(Rcode.FORMERR, message.getRcode());
        }
    }

    @Test
    void another_operation_is_not_implemented_and_a_response_is_ignored() throws IOException {
        Message update = new Message();
        update.getHeader().setOpcode(Opcode.UPDATE);
        byte[] answer = overStream(update);
        assertEquals(Rcode.NOTIMP, new Message(Arrays.copyOfRange(answer, 2, answer.length)).getRcode());
        Message response = new Message();
        response.getHeader().setFlag(Flags.QR);
        assertArrayEquals(new byte[0], overStream(response));
    }

    private byte[] overStream(Message query) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", dns.port())) {
            byte[] wire = query.toWire();
            socket.getOutputStream().write(new byte[] {0, (byte) wire.length});
            socket.getOutputStream().write(wire);
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        }
    }

    @Test
    void data_that_does_not_fit_its_type_is_misuse() {
        assertThrows(IllegalArgumentException.class, () -> DnsRecord.a("example.com", "localhost"));
        assertThrows(IllegalArgumentException.class, () -> DnsRecord.srv("example.com", 0, 0, 70_000, "x"));
        assertThrows(IllegalArgumentException.class, () -> DnsRecord.a("a..b", "127.0.0.1"));
    }

    @Test
    void closing_twice_leaves_no_thread() {
        String name = "duet-sandbox-dns-" + dns.port();
        assertTrue(threads().contains(name));
        dns.close();
        dns.close();
        assertFalse(threads().contains(name));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    @Test
    void the_default_of_this_jvm_is_given_back() throws IOException {
        String before = System.getProperty("dns.server");
        try (DnsServer other = DnsServer.start().asDefault()) {
            assertEquals("127.0.0.1:" + other.port(), System.getProperty("dns.server"));
            assertEquals(
                    List.of(other.address()), ResolverConfig.getCurrentConfig().servers());
            new Lookup("no.such.name.", Type.A).run();
            assertEquals(List.of(new DnsQuery("no.such.name", "A", DnsQuery.Transport.UDP)), other.queries());
        }
        assertEquals(before, System.getProperty("dns.server"));
        assertEquals(List.of(), dns.queries());
    }
}

package dev.duet.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.duet.api.Call;
import dev.duet.api.Conversation;
import dev.duet.api.event.MessageReceived;
import dev.duet.model.AccountConfig;
import dev.duet.model.AccountState;
import dev.duet.model.CallDirection;
import dev.duet.model.CallOptions;
import dev.duet.model.CallPhase;
import dev.duet.model.Delivery;
import dev.duet.model.DuetException;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.IceServer;
import dev.duet.model.LinkState;
import dev.duet.model.MediaConfig;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class PhoneTest {

    private final FakeAccount fake = new FakeAccount();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private @Nullable AccountConfig config;

    @Test
    void a_web_socket_is_a_server_too() {
        int status = phone("--xmpp alice@example.com --xmpp-password x --xmpp-server wss://xmpp.example.com:5443/ws"
                + " --xmpp-fallback status");

        assertEquals(0, status, err.toString());
        XmppConfig xmpp = config().xmpp();
        assertNotNull(xmpp);
        assertEquals("wss://xmpp.example.com:5443/ws", String.valueOf(xmpp.webSocket()));
        assertTrue(xmpp.webSocketFallback());
    }

    @Test
    void both_halves_come_from_the_options(@TempDir Path folder) throws Exception {
        Path ca = Files.writeString(folder.resolve("ca.pem"), "");

        int status = phone("--xmpp alice@example.com --xmpp-password x --xmpp-server xmpp.example.com:5223;tls=direct"
                + " --sip sip:alice@example.com --sip-password s --sip-server 127.0.0.1:5060;transport=tcp"
                + " --sip-user al --name Alice --codec PCMU,opus --ice always --stun stun.example.com"
                + " --accept-contacts --trust " + ca + " status");

        assertEquals(0, status, err.toString());
        AccountConfig made = config();
        SipConfig sip = made.sip();
        XmppConfig xmpp = made.xmpp();
        assertNotNull(sip);
        assertNotNull(xmpp);
        assertEquals("Alice", made.name());
        assertTrue(made.acceptContacts());
        assertEquals(List.of("PCMU", "opus"), made.media().codecs());
        assertEquals(MediaConfig.Ice.ALWAYS, made.media().ice());
        assertEquals(
                List.of(IceServer.stun("stun.example.com", 3478)), made.media().iceServers());
        assertEquals("s", sip.password().reveal());
        assertEquals("al", sip.authenticationName());
        assertEquals(List.of(SipConfig.Transport.TCP), sip.transports());
        assertEquals("[127.0.0.1:5060]", String.valueOf(sip.servers()));
        assertEquals(Trust.authorities(ca), sip.trust());
        assertEquals("x", xmpp.password().reveal());
        assertEquals(XmppConfig.Encryption.DIRECT_TLS, xmpp.encryption());
        assertEquals("xmpp.example.com:5223", String.valueOf(xmpp.server()));
    }

    @Test
    void what_is_not_said_is_safe() {
        assertEquals(0, phone("--sip alice@example.com --sip-password s status"), err.toString());

        SipConfig sip = config().sip();
        assertNotNull(sip);
        assertTrue(sip.transports().stream().allMatch(SipConfig.Transport::isSecure));
        assertEquals(Trust.system(), sip.trust());
        assertEquals("alice", config().name());
        assertEquals(MediaConfig.DEFAULT, config().media());
    }

    @Test
    void a_file_gives_what_the_command_line_does_not(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("alice.properties"), "sip = bob@example.com\nsip-password = geheim\ninsecure = true\n");

        assertEquals(0, phone("--config " + file + " --sip alice@example.com status"), err.toString());

        SipConfig sip = config().sip();
        assertNotNull(sip);
        assertEquals("sip:alice@example.com", sip.address().uri());
        assertEquals("geheim", sip.password().reveal());
        assertEquals(Trust.insecure(), sip.trust());
    }

    @Test
    void several_sip_servers_stand_in_for_each_other() {
        int status = phone("--sip alice@example.com --sip-password s"
                + " --sip-server a.example.com:5062,[2001:db8::1],10.0.0.1;transport=tcp status");

        assertEquals(0, status, err.toString());
        SipConfig sip = config().sip();
        assertNotNull(sip);
        assertEquals(
                List.of(
                        new Endpoint("a.example.com", 5062),
                        new Endpoint("2001:db8::1", 0),
                        new Endpoint("10.0.0.1", 0)),
                sip.servers());
        assertEquals(List.of(SipConfig.Transport.TCP), sip.transports());
    }

    @Test
    void a_file_with_a_key_that_is_no_option_is_refused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("x.properties"), "sip-sever = x\n");

        assertEquals(2, phone("--config " + file + " status"));
        assertTrue(err.toString().contains("\"sip-sever\" is no option"), err.toString());
    }

    @Test
    void wrong_options_are_status_2_and_tell_what_to_do() {
        misuse("status", "Give --xmpp JID, --sip URI, or both.");
        misuse("--sip alice@example.com status", "set DUET_SIP_PASSWORD");
        misuse(
                "--sip alice@example.com --sip-password s --sip-server x;transport=dccp status",
                "udp, tcp, tls, ws, wss or sctp");
        misuse("--sip alice@example.com --sip-password s --sip-server a,,b status", "is no server");
        misuse("--sip alice@example.com --sip-password s --trust /no/such.pem status", "--trust: there is no file");
        misuse("--sip alice@example.com --sip-password s --insecure --trust /x status", "not both");
        misuse("--sip alice@example.com --sip-password s --ice maybe status", "never, offered or always");
        misuse("--sip alice@example.com --sip-password s --for long status", "is no time");
        misuse("--sip alice@example.com --sip-password s --play /no/such.wav status", "--play: there is no file");
        misuse("--sip alice@example.com --sip-password s --play x --tone 4 status", "--play or --tone");
        misuse("--sip alice@example.com --sip-password s --tone 4 status", "4");
        misuse("--sip alice@example.com --sip-password s --play pom.xml status", "pom.xml");
        misuse("--sip alice@example.com --sip-password s --record /no/such/x.wav status", "cannot be written");
        misuse("--sip al@ice@example.com --sip-password s status", "");
        misuse("--bogus", "Unknown option: '--bogus'");
        assertFalse((err.toString() + out).contains("--sip-password s"));
    }

    @Test
    void sign_in_that_fails_is_status_3_and_runs_nothing() {
        Failure failure = Failure.of(
                Failure.Kind.AUTHENTICATION,
                Failure.Origin.SERVER,
                Failure.Retry.NEVER,
                "The server refused the password");
        AccountState failed = new AccountState(Map.of(Protocol.SIP, new LinkState.Failed(failure)));
        // What connect() tells must do: its event may come too late to be printed.
        when(fake.account.connect()).thenReturn(CompletableFuture.failedFuture(new DuetException(failure)));
        when(fake.account.state()).thenReturn(failed);

        assertEquals(3, phone("--sip alice@example.com --sip-password s call bob@example.com"));

        verify(fake.account, never()).call("bob@example.com");
        assertTrue(out.toString().contains("Check --sip and its password"), out.toString());
        verify(fake.account).close();
    }

    @Test
    void commands_run_in_order_and_the_account_is_closed() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.NEW, "sip:bob@example.com");
        when(fake.account.call("bob@example.com", CallOptions.DEFAULT)).thenAnswer(asked -> {
            fake.move(call, FakeAccount.active());
            return call;
        });

        int status = phone("--sip alice@example.com --sip-password s call bob@example.com --then wait connected"
                + " --then hangup --then quit --then call nobody");

        assertEquals(0, status, out.toString());
        verify(call).hangup();
        verify(fake.account).close();
    }

    @Test
    void a_command_that_fails_is_status_1_and_stops_the_rest() {
        int status = phone("--sip alice@example.com --sip-password s hangup --then status");

        assertEquals(1, status);
        assertTrue(out.toString().contains("FAILED hangup: There is no call"), out.toString());
        assertFalse(out.toString().contains("sip:alice@example.com"), out.toString());
    }

    @Test
    void a_command_that_time_leaves_behind_is_status_1() {
        int status = phone("--sip alice@example.com --sip-password s --for 0.05 wait incoming 600 --then status");

        assertEquals(1, status);
        assertTrue(out.toString().contains("FAILED wait incoming 600: The time is up."), out.toString());
    }

    @Test
    void time_that_is_left_is_waited_for() {
        Conversation conversation = fake.conversation(fake.contact("Bob", "xmpp:bob@example.com"));
        when(conversation.send(anyString()))
                .thenReturn(CompletableFuture.completedFuture(FakeAccount.message("hi", false, Delivery.SENT)));

        long start = System.nanoTime();
        assertEquals(0, phone("--sip alice@example.com --sip-password s --for 0.2 send bob@example.com hi"));

        assertTrue(System.nanoTime() - start >= 200_000_000L);
    }

    @Test
    void json_is_one_object_on_a_line() {
        Conversation conversation = fake.conversation(fake.contact("Bob", "xmpp:bob@example.com"));
        when(conversation.send(anyString())).thenAnswer(asked -> {
            fake.fire(new MessageReceived(conversation, FakeAccount.message("a \"b\"", true, Delivery.DELIVERED)));
            return CompletableFuture.completedFuture(FakeAccount.message("hi", false, Delivery.SENT));
        });

        int status =
                phone("--json --sip alice@example.com --sip-password s send bob@example.com hi --then wait message 0"
                        + " --then wait sent 0");

        assertEquals(1, status);
        String[] lines = out.toString()
                .replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"T\"")
                .split("\\R");
        assertEquals(4, lines.length, out.toString());
        assertEquals(
                "{\"type\":\"event\",\"time\":\"T\",\"event\":\"message\",\"id\":\"m1\","
                        + "\"from\":\"xmpp:bob@example.com\","
                        + "\"to\":\"xmpp:alice@example.com\",\"body\":\"a \\\"b\\\"\",\"incoming\":true,"
                        + "\"protocol\":\"xmpp\",\"delayed\":false,\"stage\":\"delivered\"}",
                lines[0]);
        assertTrue(
                lines[1].startsWith(
                        "{\"type\":\"result\",\"time\":\"T\",\"command\":\"send bob@example.com hi\",\"ok\":true,"),
                lines[1]);
        assertTrue(lines[2].contains("\"ok\":true,\"event\":\"message\",\"fields\":{\"id\":\"m1\""), lines[2]);
        assertTrue(lines[3].contains("\"ok\":false,\"error\":\"It did not come within 0 s"), lines[3]);
    }

    private AccountConfig config() {
        assertNotNull(config);
        return config;
    }

    private void misuse(String arguments, String advice) {
        err.getBuffer().setLength(0);
        assertEquals(2, phone(arguments), arguments);
        assertTrue(err.toString().contains(advice), err.toString());
    }

    private int phone(String arguments) {
        CommandLine line = new CommandLine(new Phone(made -> {
            config = made;
            return fake.account;
        }));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setStopAtPositional(true);
        String[] words = arguments.split(" ");
        try {
            ConfigFile.apply(line, words);
        } catch (CommandLine.ParameterException e) {
            err.append(e.getMessage());
            return 2;
        }
        return line.execute(words);
    }
}

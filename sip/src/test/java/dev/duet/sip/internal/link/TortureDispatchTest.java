package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.call.Calls;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.sip.internal.rfc3428.Texts;
import dev.duet.sip.internal.rfc6665.Mailbox;
import dev.duet.sip.internal.stack.Torture;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a user agent answers to the messages of RFC 4475 and RFC 5118 when they are for it: all is as in the RFC but
 * the Request-URI. It is no registrar, so it refuses REGISTER, however well-formed.
 */
class TortureDispatchTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);

    private final Recorder account = new Recorder();

    private VirtualAgent receive(Torture torture) {
        VirtualAgent virtual = new VirtualAgent(torture.transport());
        Dispatcher dispatcher = new Dispatcher(virtual.agent);
        Calls calls = new Calls(virtual.agent, account, dispatcher::message);
        dispatcher.use(calls, new Texts(virtual.agent, account), new Mailbox(virtual.agent, account));
        virtual.outside = incoming -> {
            if (Dispatcher.isInDialog(incoming)) {
                incoming.reply(481);
            } else {
                dispatcher.outside(incoming);
            }
        };
        String transport = torture.transport() == Transport.UDP ? "" : ";transport=tcp";
        byte[] bytes = torture.at("sip:" + virtual.agent.token() + "@127.0.0.1" + transport)
                .bytes();
        virtual.port.received(bytes, SERVER);
        virtual.loop.run();
        return virtual;
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({
        "3.1.1.1, 4475, wsinv, 481",
        "3.1.1.2, 4475, intmeth, 405",
        "3.1.1.4, 4475, escnull, 405",
        "3.1.1.5, 4475, esc02, 405",
        "3.1.1.6, 4475, lwsdisp, 200",
        "3.1.1.8, 4475, dblreq, 405",
        "3.1.1.9, 4475, semiuri, 200",
        "3.1.1.10, 4475, transports, 200",
        "3.1.1.11, 4475, mpart01, 415",
        "3.3.4, 4475, unksm2, 405",
        "3.3.5, 4475, bext01, 420",
        "3.3.6, 4475, invut, 415",
        "3.3.7, 4475, regaut01, 405",
        "3.3.11, 4475, zeromf, 200",
        "3.3.12, 4475, cparam01, 405",
        "3.3.13, 4475, cparam02, 405",
        "3.3.14, 4475, regescrt, 405",
        "3.3.15, 4475, sdp01, 406",
        "4.1, 5118, ipv6-good, 405",
        "4.3, 5118, port-ambiguous, 405",
        "4.4, 5118, port-unambiguous, 405",
        "4.5, 5118, via-received-param-with-delim, 481",
        "4.5, 5118, via-received-param-no-delim, 200",
        "4.7, 5118, mult-ip-in-header, 481",
        "4.10, 5118, ipv6-correct-abnf-2-colons, 200"
    })
    void theAnswerIs(String section, int rfc, String name, int status) {
        VirtualAgent virtual = receive(Torture.of(rfc, name));

        String answer = virtual.next();
        assertTrue(answer.startsWith("SIP/2.0 " + status + " "), answer);
        assertTrue(virtual.isSilent());
        if (status == 420) {
            assertTrue(answer.contains("Unsupported: "), answer);
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({
        "3.1.1.3, 4475, esc01",
        "3.1.1.7, 4475, longreq",
        "3.1.2.12, 4475, baddate",
        "3.4.1, 4475, inv2543",
        "4.6, 5118, ipv6-in-sdp",
        "4.8, 5118, mult-ip-in-sdp",
        "4.9, 5118, ipv4-mapped-ipv6"
    })
    void aCallRings(String section, int rfc, String name) {
        assertTrue(receive(Torture.of(rfc, name)).isSilent()); // until the account says that it rings

        assertEquals(1, account.incoming.size());
    }

    @ParameterizedTest
    @CsvSource({"3.1.1.12, unreason", "3.1.1.13, noreason", "3.3.10, bcast"})
    void aResponseToNobodyIsDropped(String section, String name) {
        assertTrue(receive(Torture.of(4475, name)).isSilent());
    }

    @Test
    void anExtensionThatIsNotUnderstoodIsNamed() {
        String answer = receive(Torture.of(4475, "bext01")).next();

        String unsupported = answer.lines()
                .filter(line -> line.startsWith("Unsupported: "))
                .collect(Collectors.joining(","))
                .toLowerCase(Locale.ROOT);
        assertTrue(unsupported.contains("nothingsupportsthis,"), answer);
        assertTrue(unsupported.contains("nothingsupportsthiseither"), answer);
    }
}

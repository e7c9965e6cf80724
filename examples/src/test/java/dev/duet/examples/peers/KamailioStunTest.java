package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 5626 4.4.2 with a Kamailio that answers STUN, behind a NAT that forgets its binding. */
@NeedsPeers("kamailio")
@Tag("beside")
class KamailioStunTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void aFlowThatTheServerSeesElsewhereIsReplaced() throws Exception {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5", List.of("-A", "WITH_STUN"));
                UdpRelay nat = UdpRelay.to(kamailio.port());
                Account alice = PeerAccounts.sip(
                        "alice", half -> half.server("127.0.0.1", nat.port()).transport(Transport.UDP), "PCMU")) {
            Futures.await(alice.connect());
            await("answers by STUN").atMost(SOON).until(() -> nat.stunAnswers() >= 2);
            assertEquals(LinkPhase.ONLINE, alice.link(Protocol.SIP).state().phase());
            int before = nat.registrations();

            nat.rebind();

            await("a registration").atMost(SOON).until(() -> nat.registrations() > before);
            await("the account")
                    .atMost(SOON)
                    .until(() -> alice.link(Protocol.SIP).state().phase() == LinkPhase.ONLINE);
            int answers = nat.stunAnswers();
            await("STUN by the new flow").atMost(SOON).until(() -> nat.stunAnswers() > answers);
            assertEquals(LinkPhase.ONLINE, alice.link(Protocol.SIP).state().phase());
        }
    }
}

package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.DtmfReceived;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.CallState;
import dev.duet.model.Hold;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What else baresip can do in a call: hold by either side, keys both ways; and a message to it, as it sends none. */
@NeedsPeers({"kamailio", "baresip"})
@Tag("beside")
class BaresipServicesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void holdKeysAndMessages(Transport transport) {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Baresip baresip =
                        Baresip.start(folder, kamailio, "bob", "PCMU", Speech.forCodec(folder, "PCMU"), transport);
                Account account = PeerAccounts.sip(kamailio, "alice", transport, "PCMU")) {
            Futures.await(account.connect());
            Futures.await(account.conversation("bob@" + Kamailio.DOMAIN).send("Ringing you, Bob"));
            // It shows messages on its terminal alone, and plays a sound, for which it has no file.
            await("the message").until(() -> baresip.process().log().contains("message.wav"));
            CompletableFuture<Call> rings = new CompletableFuture<>();
            account.on(IncomingCall.class, event -> rings.complete(event.call()));
            StringBuffer keys = new StringBuffer();
            account.on(DtmfReceived.class, event -> keys.append(event.digit()));
            baresip.command("dial", "sip:alice@" + Kamailio.DOMAIN);
            Call call = Futures.await(rings);
            Futures.await(call.answer());

            Futures.await(call.hold());
            assertEquals(new Hold(true, false), hold(call));
            Futures.await(call.resume());
            baresip.command("hold", "");
            await("its hold").until(() -> hold(call).equals(new Hold(false, true)));
            baresip.command("resume", "");
            await("its end").until(() -> hold(call).equals(Hold.NONE));
            Futures.await(call.reinvite());

            call.dtmf("15#");
            await("our keys").until(() -> heard(baresip, '1') && heard(baresip, '5') && heard(baresip, '#'));
            baresip.command("sndcode", "29*");
            await("its keys").until(() -> keys.toString().equals("29*"));
            Futures.await(call.hangup());
            await("baresip's end").until(() -> baresip.process().log().contains("terminated"));
        }
    }

    private static boolean heard(Baresip baresip, char key) {
        return baresip.process().log().contains("received event: '" + key + "'");
    }

    private static Hold hold(Call call) {
        return call.state() instanceof CallState.Active active ? active.hold() : Hold.NONE;
    }
}

package dev.duet.examples.peers;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.model.AccountConfig;
import dev.duet.model.MediaConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.Trust;
import java.nio.file.Path;

/**
 * What calls between Duet by SIP and pages need.
 *
 * @param sip carries the pages' descriptions
 */
record RtcStage(PageServer server, PageTalk speech, Chromium chromium, SipPeer sip) implements AutoCloseable {

    /**
     * Other speech scores below 0.3. One gap of 30 ms, as busy machines have, costs 0.05 of a sound this short, and
     * Chromium stretches what it hears.
     */
    private static final double SAME_SPEECH = 0.75;

    static RtcStage start(Path folder) {
        PageServer server = PageServer.start();
        PageTalk speech = PageTalk.with(server, folder);
        return new RtcStage(server, speech, Chromium.start(folder), SipPeer.start(folder));
    }

    /** Signs Alice in and opens a page; nobody calls yet. */
    RtcCall open(MediaConfig media, RtcPage.Options options) {
        Account duet = Duet.open(AccountConfig.builder("Alice")
                .sip("alice@" + SipPeer.DOMAIN, "secret", half -> half.server("127.0.0.1", sip.port())
                        .transport(Transport.TLS)
                        .trust(Trust.authorities(sip.authority()))
                        .publishPresence(false))
                .media(media)
                .build());
        return RtcCall.with(duet, sip, RtcPage.open(chromium, server, options));
    }

    /** Both hear what the other one says. */
    void talk(RtcCall call) {
        speech.talk(call.duet(), call.page().sound(), SAME_SPEECH);
    }

    @Override
    public void close() {
        sip.close();
        chromium.close();
        server.close();
    }
}

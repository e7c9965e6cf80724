package dev.duet.examples.peers;

import java.nio.file.Path;

/** Jingle calls at Prosody. */
@NeedsPeers({"prosody", "turnserver"})
class ProsodyJingleTest extends JingleCallTest {

    @Override
    XmppPeer start(Path parent, String... users) {
        return Prosody.start(parent, users);
    }

    @Override
    XmppPeer startWithTurn(Path parent, Coturn told, String secret, String... users) {
        return Prosody.startWithTurn(parent, told, secret, users);
    }
}

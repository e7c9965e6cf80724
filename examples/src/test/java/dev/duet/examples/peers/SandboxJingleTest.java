package dev.duet.examples.peers;

import java.nio.file.Path;

/** Jingle calls at the XMPP server of the sandbox. */
@NeedsPeers("turnserver")
class SandboxJingleTest extends JingleCallTest {

    @Override
    XmppPeer start(Path parent, String... users) {
        return SandboxXmpp.start(parent, users);
    }

    @Override
    XmppPeer startWithTurn(Path parent, Coturn told, String secret, String... users) {
        return SandboxXmpp.startWithTurn(parent, told, secret, users);
    }
}

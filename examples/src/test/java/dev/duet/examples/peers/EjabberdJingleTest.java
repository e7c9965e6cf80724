package dev.duet.examples.peers;

import java.nio.file.Path;

/** Jingle calls at ejabberd. */
@NeedsPeers({"ejabberdctl", "erl", "turnserver"})
class EjabberdJingleTest extends JingleCallTest {

    @Override
    XmppPeer start(Path parent, String... users) {
        return Ejabberd.start(parent, users);
    }

    @Override
    XmppPeer startWithTurn(Path parent, Coturn told, String secret, String... users) {
        return Ejabberd.startWithTurn(parent, told, secret, users);
    }
}

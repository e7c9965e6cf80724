package dev.duet.examples.peers;

import java.nio.file.Path;

/** profanity at ejabberd. */
@NeedsPeers({"ejabberdctl", "erl", "profanity", "tmux"})
class EjabberdProfanityTest extends ProfanityPeerTest {

    @Override
    XmppPeer start(Path home) {
        return Ejabberd.start(home, USERS);
    }
}

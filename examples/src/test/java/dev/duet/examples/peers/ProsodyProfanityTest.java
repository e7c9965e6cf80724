package dev.duet.examples.peers;

import java.nio.file.Path;

/** profanity at Prosody. */
@NeedsPeers({"prosody", "profanity", "tmux"})
class ProsodyProfanityTest extends ProfanityPeerTest {

    @Override
    XmppPeer start(Path home) {
        return Prosody.start(home, USERS);
    }
}

package dev.duet.examples.peers;

import java.nio.file.Path;

/** Services of Prosody, which has no directory of users, and push services by a community module alone. */
@NeedsPeers("prosody")
class ProsodyServicesTest extends ServicesPeerTest {

    @Override
    XmppPeer start(Path folder) {
        return Prosody.start(folder, USERS);
    }

    @Override
    boolean hasDirectory() {
        return false;
    }

    @Override
    boolean hasPush() {
        return false;
    }
}

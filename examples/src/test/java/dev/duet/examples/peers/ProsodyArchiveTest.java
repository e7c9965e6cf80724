package dev.duet.examples.peers;

import java.nio.file.Path;

/** Reading back at Prosody. */
@NeedsPeers("prosody")
class ProsodyArchiveTest extends ArchivePeerTest {

    @Override
    XmppPeer start(Path folder) {
        return Prosody.start(folder, USERS);
    }
}

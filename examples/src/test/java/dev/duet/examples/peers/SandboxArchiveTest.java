package dev.duet.examples.peers;

import java.nio.file.Path;

/** Reading back at the sandbox's server. */
class SandboxArchiveTest extends ArchivePeerTest {

    @Override
    XmppPeer start(Path folder) {
        return SandboxXmpp.startWithArchives(folder, USERS);
    }
}

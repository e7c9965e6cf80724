package dev.duet.examples.peers;

import java.nio.file.Path;

/** Reading back at ejabberd. */
@NeedsPeers({"ejabberdctl", "erl"})
class EjabberdArchiveTest extends ArchivePeerTest {

    @Override
    XmppPeer start(Path folder) {
        return Ejabberd.start(folder, USERS);
    }

    /** ejabberd 23.01 has none. */
    @Override
    boolean hasOccupantIds() {
        return false;
    }
}

package dev.duet.examples.peers;

import java.nio.file.Path;

/** Services of ejabberd. */
@NeedsPeers({"ejabberdctl", "erl"})
class EjabberdServicesTest extends ServicesPeerTest {

    @Override
    XmppPeer start(Path folder) {
        return Ejabberd.start(folder, USERS);
    }
}

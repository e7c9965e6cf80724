package dev.duet.examples.peers;

import java.nio.file.Path;

/** Files at the sandbox's server. */
class SandboxFileTest extends FilePeerTest {

    @Override
    XmppPeer start(Path home) {
        SandboxXmpp started = SandboxXmpp.startWithFiles(home, "alice", "bob");
        int through = wireTo(started.sandbox().xmpp().files().port());
        started.sandbox().xmpp().files().via(through);
        return started;
    }
}

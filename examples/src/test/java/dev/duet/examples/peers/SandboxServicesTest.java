package dev.duet.examples.peers;

import java.nio.file.Path;

/** Services of the sandbox's server. */
class SandboxServicesTest extends ServicesPeerTest {

    @Override
    XmppPeer start(Path folder) {
        return SandboxXmpp.start(folder, USERS);
    }

    @Override
    boolean hasCommands() {
        return false;
    }

    @Override
    boolean hasDirectory() {
        return false;
    }

    @Override
    boolean hasContacts() {
        return false;
    }

    @Override
    boolean hasPush() {
        return false;
    }
}

package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.Disabled;

/** Reading back at Prosody. */
@Disabled("Prosody stamps to the second: what was said within one may be read back in another order")
@NeedsPeers("prosody")
class ProsodyArchiveTest extends ArchivePeerTest {

    @Override
    XmppPeer start(Path folder) {
        return Prosody.start(folder, USERS);
    }
}

package dev.duet.xmpp.internal.stream;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jivesoftware.smack.Smack;

/** What Duet does to Smack once per process. All of it is here. */
final class SmackProcess {

    /** Held, so that its level is not forgotten with it. */
    private static final Logger SMACK_LOG = Logger.getLogger("org.jivesoftware.smack");

    static {
        Smack.ensureInitialized();
        // Smack warns with whole stack traces of what our link states tell better; an application's own level wins
        if (SMACK_LOG.getLevel() == null) {
            SMACK_LOG.setLevel(Level.SEVERE);
        }
    }

    private SmackProcess() {}

    /** Does it, unless done. */
    static void initialize() {
        // the static initializer does the work, once
    }
}

package dev.duet.media.internal.rfc3711;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.LoggerImpl;

/** What jitsi-srtp needs once in a JVM. */
final class SrtpLibrary {

    private static final String NAME = "org.jitsi.srtp";

    /** Held, since java.util.logging forgets a logger, and its level, that nobody holds. */
    private static final List<Logger> LOGGERS =
            Stream.of(NAME, "org.jitsi.utils").map(Logger::getLogger).toList();

    private SrtpLibrary() {}

    /**
     * Makes contexts for one key. The ciphers are the JDK's, which are the fastest of those that jitsi-srtp would else
     * try out for a third of a second. It is silenced as ice4j is: hostile packets would fill the log.
     */
    static SrtpContextFactory contexts(boolean sender, SrtpKey key) {
        for (Logger logger : LOGGERS) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.SEVERE);
            }
        }
        Aes.setFactoryClassName(Aes.SunJCECipherFactory.class.getName());
        return new SrtpContextFactory(
                sender,
                key.key(),
                key.salt(),
                key.profile().rtp(),
                key.profile().rtcp(),
                new LoggerImpl(NAME));
    }

    /** The JDK has these ciphers: should it not, then that is no fault of the packet at hand. */
    static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("A cipher of SRTP is missing in this Java", cause);
    }
}

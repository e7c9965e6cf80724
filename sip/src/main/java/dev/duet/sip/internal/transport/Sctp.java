package dev.duet.sip.internal.transport;

import com.sun.nio.sctp.SctpChannel;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The SCTP of this system, where it has one: the kernel's, by the JDK's module {@code jdk.sctp}. Without that module no
 * class of it is looked for.
 */
public final class Sctp {

    private static final String MODULE = "jdk.sctp";

    private final @Nullable Opener opener; // null without the module

    private Sctp(@Nullable Opener opener) {
        this.opener = opener;
    }

    /** What the operating system and the Java runtime have. */
    public static Sctp ofSystem() {
        return ModuleLayer.boot().findModule(MODULE).isPresent() ? of(SctpChannel::open) : new Sctp(null);
    }

    /** One whose channels come from elsewhere. */
    public static Sctp of(Opener opener) {
        return new Sctp(opener);
    }

    /** Why there is none; null when there is. Opens a socket to see, and closes it. From any thread. */
    public @Nullable Failure lack() {
        try {
            channel().close();
            return null;
        } catch (DuetException e) {
            return e.failure();
        } catch (IOException e) {
            return unsupported(e, Failure.Retry.LATER); // such as too many open files
        }
    }

    /** Begins to connect; {@link Wire.Listener#opened} or {@link Wire.Listener#closed} tells how that went. */
    public Wire open(StreamWire.Target target, Wire.Listener listener) {
        SctpWire wire = new SctpWire(target, listener, this);
        wire.start();
        return wire;
    }

    /**
     * A channel that is not connected.
     *
     * @throws DuetException when this system has none
     */
    SctpChannel channel() throws IOException {
        Opener known = opener;
        if (known == null) {
            throw new DuetException(unsupported("the Java runtime is without its module " + MODULE));
        }
        try {
            return known.open();
        } catch (UnsupportedOperationException | LinkageError e) { // no kernel's, or no library that leads to it
            throw new DuetException(unsupported(e, Failure.Retry.NEVER));
        }
    }

    private static Failure unsupported(Throwable cause, Failure.Retry retry) {
        String why = cause.getMessage();
        return unsupported(why == null || why.isBlank() ? "the operating system is without it" : why, retry);
    }

    private static Failure unsupported(String why) {
        return unsupported(why, Failure.Retry.NEVER);
    }

    private static Failure unsupported(String why, Failure.Retry retry) {
        return Failure.of(
                Failure.Kind.UNSUPPORTED, Failure.Origin.LOCAL, retry, "This system has no SCTP (RFC 4168): " + why);
    }

    /** Makes channels. */
    @FunctionalInterface
    public interface Opener {

        /** One that is not connected. */
        SctpChannel open() throws IOException;
    }
}

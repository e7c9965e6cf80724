package dev.duet.sandbox.internal.dns;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.ResolverConfig;

/** Whom dnsjava asks in this JVM: its property {@code dns.server}, read anew. Not thread-safe. */
public final class DefaultResolver {

    private static final String PROPERTY = "dns.server";

    private boolean taken;
    private @Nullable String former;

    /** Makes a server the one that is asked, until {@link #giveBack}. */
    public void take(InetSocketAddress server) {
        if (!taken) {
            taken = true;
            former = System.getProperty(PROPERTY);
        }
        System.setProperty(PROPERTY, server.getAddress().getHostAddress() + ":" + server.getPort());
        refresh();
    }

    /** Makes the server that was asked before the one again; nothing if none was taken. */
    public void giveBack() {
        if (!taken) {
            return;
        }
        taken = false;
        if (former == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, former);
        }
        refresh();
    }

    private static void refresh() {
        ResolverConfig.refresh();
        Lookup.refreshDefault(); // and what was learned from the one before is forgotten
    }
}

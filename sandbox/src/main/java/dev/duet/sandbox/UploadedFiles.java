package dev.duet.sandbox;

import dev.duet.sandbox.internal.xmpp.xep0363.FileServer;
import dev.duet.sandbox.internal.xmpp.xep0363.FileStore.Place;
import java.util.List;
import java.util.Objects;

/**
 * What an {@link XmppServer} keeps of files (XEP-0363): it takes and gives them by HTTPS at {@code localhost}, with a
 * certificate by the server's authority. Files are in memory, and end with the server's {@link XmppServer#reset()}. All
 * methods may be called from any thread.
 */
public final class UploadedFiles {

    private final FileServer server;

    UploadedFiles(FileServer server) {
        this.server = server;
    }

    /**
     * Where files are put and fetched.
     *
     * @return the port on 127.0.0.1, the same after a restart
     */
    public int port() {
        return server.port();
    }

    /**
     * Names another port in the URLs that are given out from now on, such as that of a {@link
     * dev.duet.sandbox.wire.TcpWire} to {@link #port()}.
     *
     * @param port 0 for its own
     */
    public void via(int port) {
        server.show(port);
    }

    /**
     * From now on answers whatever is put here with that HTTP status, before all of it came.
     *
     * @param status 400 to 599
     * @return takes the wish back when closed
     */
    public XmppServer.Refusal refuse(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("A refusal is 400 to 599, unlike " + status);
        }
        return server.refuse(status)::run;
    }

    /**
     * How often a place was asked for, whatever became of it.
     *
     * @return 0 or more
     */
    public int asked() {
        return server.store().asked();
    }

    /**
     * All that was put here, in the order in which the places were asked for.
     *
     * @return a snapshot
     */
    public List<UploadedFile> all() {
        return server.store().all().stream().map(UploadedFiles::file).toList();
    }

    private static UploadedFile file(Place place) {
        return new UploadedFile(
                place.user(),
                place.name(),
                place.mediaType(),
                Objects.requireNonNull(place.content()).clone());
    }

    /**
     * A file that was put here.
     *
     * @param user who did, the part before the {@code @}
     * @param name what it is called
     * @param mediaType such as {@code image/png}
     * @param content its bytes, a copy
     */
    public record UploadedFile(String user, String name, String mediaType, byte[] content) {}
}

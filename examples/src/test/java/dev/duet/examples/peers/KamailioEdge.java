package dev.duet.examples.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Kamailio as an edge proxy before a registrar, by UDP and TCP.
 *
 * @param port where it listens
 */
record KamailioEdge(PeerProcess process, int port) implements AutoCloseable {

    static KamailioEdge start(Path parent, Kamailio registrar) {
        try {
            Path folder = Files.createTempDirectory(parent, "edge");
            int port = PeerProcess.freePort();
            Path config = PeerProcess.write(
                    "kamailio-edge.cfg",
                    folder.resolve("kamailio.cfg"),
                    Map.of("PORT", Integer.toString(port), "REGISTRAR", Integer.toString(registrar.port())));
            List<String> command = List.of(
                    "kamailio",
                    "-f",
                    config.toString(),
                    "-DD",
                    "-E",
                    "-m",
                    "32",
                    "-M",
                    "4",
                    "-Y",
                    folder.toString(),
                    "-w",
                    folder.toString(),
                    "-P",
                    folder.resolve("pid").toString());
            return new KamailioEdge(PeerProcess.start(folder, Map.of(), command).awaitTcp(port), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same again, after its end. */
    KamailioEdge again() {
        return new KamailioEdge(process.restarted().awaitTcp(port), port);
    }

    @Override
    public void close() {
        process.close();
    }
}

package dev.duet.examples.peers;

import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * baresip, which answers by itself, says what is in a WAV file and keeps what it hears.
 *
 * @param folder where it keeps what it hears
 * @param control the port that takes commands
 */
record Baresip(PeerProcess process, Path folder, int control) implements AutoCloseable {

    /**
     * Starts it and waits until it is registered.
     *
     * @param codec as baresip calls it: {@code PCMU}, {@code PCMA} or {@code opus}
     * @param says a WAV file at the codec's rate and with its channels: 8000/1, or 48000/2 for Opus
     */
    static Baresip start(Path parent, Kamailio server, String user, String codec, Path says) {
        return start(parent, server, user, codec, says, Transport.UDP, "", false);
    }

    /** The same by another transport. */
    static Baresip start(Path parent, Kamailio server, String user, String codec, Path says, Transport transport) {
        return start(parent, server, user, codec, says, transport, "", false);
    }

    /**
     * The same with more in its account.
     *
     * @param media parameters of the account, such as {@code ;mediaenc=dtls_srtp}
     * @param mux whether it puts RTP and RTCP on one port
     */
    static Baresip start(
            Path parent, Kamailio server, String user, String codec, Path says, String media, boolean mux) {
        return start(parent, server, user, codec, says, Transport.UDP, media, mux);
    }

    private static Baresip start(
            Path parent,
            Kamailio server,
            String user,
            String codec,
            Path says,
            Transport transport,
            String media,
            boolean mux) {
        try {
            Path folder = Files.createTempDirectory(parent, "baresip");
            Files.createDirectory(folder.resolve("heard"));
            int control = PeerProcess.freePort();
            Map<String, String> values = Map.ofEntries(
                    Map.entry("DIR", folder.toString()),
                    Map.entry("USER", user),
                    Map.entry("PASSWORD", Kamailio.PASSWORD),
                    Map.entry("DOMAIN", Kamailio.DOMAIN),
                    Map.entry("SERVER", "127.0.0.1:" + server.port(transport)),
                    Map.entry("TRANSPORT", transport.name().toLowerCase(Locale.ROOT)),
                    Map.entry("CODEC", codec),
                    Map.entry("SAYS", says.toString()),
                    Map.entry("MEDIA", media),
                    Map.entry("MUX", mux ? "yes" : "no"),
                    Map.entry("SIPPORT", Integer.toString(PeerProcess.freePort())),
                    Map.entry("CONTROL", Integer.toString(control)));
            Path both = folder.resolve("server-and-key.pem");
            TestCertificate certificate = TestAuthority.create().issue("localhost", "127.0.0.1");
            Files.writeString(
                    both,
                    Files.readString(certificate.writeChain(folder)) + Files.readString(certificate.writeKey(folder)));
            PeerProcess.write("baresip-config", folder.resolve("config"), values);
            PeerProcess.write("baresip-accounts", folder.resolve("accounts"), values);
            PeerProcess process = PeerProcess.start(
                    folder, Map.of("HOME", folder.toString()), List.of("baresip", "-4", "-f", folder.toString()));
            return new Baresip(process.awaitLog("200 OK").awaitTcp(control), folder, control);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives it a command, such as {@code dial}, and waits for its answer. */
    String command(String name, String parameters) {
        String json = "{\"command\":\"" + name + "\",\"params\":\"" + parameters + "\",\"token\":\"1\"}";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), control)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((json.length() + ":" + json + ",").getBytes(StandardCharsets.US_ASCII));
            return netstring(new DataInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException("baresip did not take " + name + "\n" + process.log(), e);
        }
    }

    private static String netstring(DataInputStream in) throws IOException {
        int length = 0;
        for (int digit = in.readByte(); digit != ':'; digit = in.readByte()) {
            length = length * 10 + digit - '0';
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** What it heard in its last call, as a WAV file that is complete once the call is over. */
    Path heard() {
        try (Stream<Path> files = Files.list(folder.resolve("heard"))) {
            return files.filter(file -> file.toString().endsWith("dec.wav"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new IllegalStateException("baresip heard nothing\n" + process.log()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

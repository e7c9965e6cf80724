package dev.duet.media.internal.rfc5764;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.media.internal.rfc8122.Fingerprints;
import dev.duet.sandbox.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes with OpenSSL, in both roles; its keys must be ours. Skipped where there is no openssl. */
class OpensslTest {

    private static final Pattern KEYS = Pattern.compile("Keying material: ([0-9A-F]+)");

    private final Wire wire = new Wire();
    private final List<Process> processes = new ArrayList<>();
    private DatagramSocket socket;
    private volatile SocketAddress peer;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(isThere(), "openssl is not installed");
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    private static boolean isThere() {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void end() {
        wire.close();
        processes.forEach(Process::destroyForcibly);
        if (socket != null) {
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AEAD_AES_128_GCM, SRTP_AEAD_AES_128_GCM, ec",
        "AEAD_AES_256_GCM, SRTP_AEAD_AES_256_GCM, ec",
        "AES_CM_128_HMAC_SHA1_80, SRTP_AES128_CM_SHA1_80, ec",
        "AES_CM_128_HMAC_SHA1_80, SRTP_AES128_CM_SHA1_80, rsa"
    })
    void asServer(SrtpProfile profile, String name, String key) throws Exception {
        byte[] certificate = certificate(key);
        Wire.End end = new Wire.End();
        end.association = association(false, certificate, profile, end);
        receive(end);
        end.association.start();
        Process client = start(profile, name, "s_client", "-connect", "127.0.0.1:" + socket.getLocalPort());
        assertKeys(profile, end, false, output(client));
    }

    @ParameterizedTest
    @CsvSource({
        "AEAD_AES_128_GCM, SRTP_AEAD_AES_128_GCM, ec",
        "AEAD_AES_256_GCM, SRTP_AEAD_AES_256_GCM, ec",
        "AES_CM_128_HMAC_SHA1_80, SRTP_AES128_CM_SHA1_80, ec",
        "AES_CM_128_HMAC_SHA1_80, SRTP_AES128_CM_SHA1_80, rsa"
    })
    void asClient(SrtpProfile profile, String name, String key) throws Exception {
        byte[] certificate = certificate(key);
        int port = new FreePorts().next();
        Process server = start(profile, name, "s_server", "-accept", "127.0.0.1:" + port, "-Verify", "1");
        StringBuffer output = output(server);
        Awaitility.await().until(() -> output.toString().contains("ACCEPT"));
        peer = new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Wire.End end = new Wire.End();
        end.association = association(true, certificate, profile, end);
        receive(end);
        end.association.start();
        assertKeys(profile, end, true, output);
    }

    private DtlsAssociation association(boolean client, byte[] certificate, SrtpProfile profile, Wire.End end) {
        return new DtlsAssociation(
                client, Wire.BOB, List.of(Fingerprints.of(certificate)), List.of(profile), this::send, wire, end);
    }

    private void send(byte[] data, int offset, int length) {
        try {
            socket.send(new DatagramPacket(data, offset, length, peer));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void receive(Wire.End end) {
        Thread thread = new Thread(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            try {
                while (true) {
                    packet.setLength(2048);
                    socket.receive(packet);
                    peer = packet.getSocketAddress();
                    end.association.received(packet.getData(), 0, packet.getLength());
                }
            } catch (IOException e) {
                // closed at the end of the test
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private byte[] certificate(String key) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-subj", "/CN=peer"));
        command.addAll(
                key.equals("ec")
                        ? List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
                        : List.of("-newkey", "rsa:2048"));
        command.addAll(List.of("-keyout", file("key"), "-out", file("cert")));
        Process made = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("req.log").toFile())
                .start();
        assertEquals(0, made.waitFor());
        try (InputStream in = Files.newInputStream(folder.resolve("cert"))) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded();
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private Process start(SrtpProfile profile, String name, String role, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", role, "-dtls1_2", "-use_srtp", name));
        command.addAll(List.of("-cert", file("cert"), "-key", file("key"), "-keymatexport", "EXTRACTOR-dtls_srtp"));
        command.addAll(List.of("-keymatexportlen", Integer.toString(2 * (profile.keyBytes() + profile.saltBytes()))));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        return process;
    }

    private static StringBuffer output(Process process) {
        StringBuffer output = new StringBuffer();
        Thread reader = new Thread(() -> {
            try (InputStream in = process.getInputStream()) {
                byte[] part = new byte[4096];
                for (int count = in.read(part); count >= 0; count = in.read(part)) {
                    output.append(new String(part, 0, count, StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                output.append(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    private static void assertKeys(SrtpProfile profile, Wire.End end, boolean client, StringBuffer output)
            throws InterruptedException {
        SrtpKey[] keys = end.keys.poll(20, TimeUnit.SECONDS);
        assertNotNull(keys, () -> end.failures + "\n" + output);
        Awaitility.await().until(() -> KEYS.matcher(output).find());
        Matcher matcher = KEYS.matcher(output);
        assertTrue(matcher.find());
        byte[] material = HexFormat.of().parseHex(matcher.group(1).toLowerCase(java.util.Locale.ROOT));
        int key = profile.keyBytes();
        int salt = profile.saltBytes();
        byte[] ofClient = join(material, 0, key, 2 * key, salt);
        byte[] ofServer = join(material, key, key, 2 * key + salt, salt);
        assertEquals(SrtpKey.of(profile, client ? ofClient : ofServer), keys[0]);
        assertEquals(SrtpKey.of(profile, client ? ofServer : ofClient), keys[1]);
    }

    private static byte[] join(byte[] from, int first, int firstBytes, int second, int secondBytes) {
        byte[] both = Arrays.copyOfRange(from, first, first + firstBytes + secondBytes);
        System.arraycopy(from, second, both, firstBytes, secondBytes);
        return both;
    }
}

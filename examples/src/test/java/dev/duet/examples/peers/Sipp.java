package dev.duet.examples.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * SIPp, playing one of this package's scenarios.
 *
 * @param folder where it keeps what it logs
 * @param port where it listens, by UDP unless told otherwise
 */
record Sipp(PeerProcess process, Path folder, int port) implements AutoCloseable {

    private static final int ENDLESS = 1_000_000;

    /**
     * Where it listens.
     *
     * @param host a literal address of this machine
     */
    record Place(String host, int port, boolean tcp) {

        static Place udp(String host) {
            return new Place(host, PeerProcess.freePort(), false);
        }

        static Place tcp(String host) {
            return new Place(host, PeerProcess.freePort(), true);
        }

        private List<String> options() {
            return List.of("-i", host, "-p", Integer.toString(port), "-mi", host, "-t", tcp ? "t1" : "u1");
        }
    }

    /** Waits to be called, and sends back what it hears. */
    static Sipp callee(Path parent, String scenario) {
        return callee(parent, scenario, 1, Map.of());
    }

    /**
     * Waits for what an account sends, be it to a callee, a proxy or a registrar.
     *
     * @param exchanges how many with a Call-ID each the scenario is for
     * @param words what the scenario has in brackets
     */
    static Sipp callee(Path parent, String scenario, int exchanges, Map<String, String> words) {
        return callee(parent, scenario, exchanges, words, Place.udp("127.0.0.1"));
    }

    /** The same at that place. */
    static Sipp callee(Path parent, String scenario, int exchanges, Map<String, String> words, Place place) {
        Sipp callee = start(parent, scenario, exchanges, place, keys(words));
        if (place.tcp) {
            callee.process.awaitListening(place.port);
        } else {
            callee.process.awaitUdp(place.port);
        }
        return callee;
    }

    /** Is the server of an account until it is closed; what it did goes into its log. */
    static Sipp server(Path parent, String scenario, Place place) {
        return callee(parent, scenario, ENDLESS, Map.of(), place);
    }

    /** Where it is called. */
    String uri() {
        return "sip:" + address();
    }

    /** The same without the scheme. */
    String address() {
        return "sipp@127.0.0.1:" + port;
    }

    /** Calls a user of a server. */
    static Sipp caller(Path parent, String scenario, Kamailio server, String user) {
        return caller(parent, scenario, server, user, Map.of());
    }

    /**
     * Calls a user of a server.
     *
     * @param words what the scenario has in brackets
     */
    static Sipp caller(Path parent, String scenario, Kamailio server, String user, Map<String, String> words) {
        List<String> more = new ArrayList<>(List.of("-s", user, "-key", "domain", Kamailio.DOMAIN));
        more.addAll(keys(words));
        more.add("127.0.0.1:" + server.port());
        return start(parent, scenario, 1, Place.udp("127.0.0.1"), more);
    }

    /**
     * Sends a request to an account by UDP, past its server, and what the scenario has behind it.
     *
     * @param host whence
     * @param contact of the account, in brackets
     * @param words what the scenario has in brackets, beside the account's address ({@code device})
     */
    static Sipp stranger(Path parent, String scenario, String host, String contact, Map<String, String> words) {
        return stranger(parent, scenario, host, contact, 1, words);
    }

    /** The same a hundred times a second, until it is closed. */
    static Sipp flood(Path parent, String scenario, String host, String contact) {
        return stranger(parent, scenario, host, contact, ENDLESS, Map.of());
    }

    private static Sipp stranger(
            Path parent, String scenario, String host, String contact, int requests, Map<String, String> words) {
        URI device = URI.create(contact.replaceAll("[<>]", "").replace("sip:", "sip://"));
        List<String> more = new ArrayList<>(List.of("-r", "100", "-l", "1000"));
        more.addAll(List.of("-key", "device", contact.replaceAll("[<>]", "")));
        more.addAll(keys(words));
        more.add(device.getHost() + ":" + device.getPort());
        return start(parent, scenario, requests, Place.udp(host), more);
    }

    private static List<String> keys(Map<String, String> words) {
        return words.entrySet().stream()
                .flatMap(word -> Stream.of("-key", word.getKey(), word.getValue()))
                .toList();
    }

    /** Waits for what the scenario logs. */
    String logged() {
        Awaitility.await("what SIPp logs").until(() -> !said().isEmpty());
        return said();
    }

    /** What the scenario has logged so far. */
    String said() {
        Path log = folder.resolve("messages");
        try {
            return Files.exists(log) ? Files.readString(log).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sipp start(Path parent, String scenario, int exchanges, Place place, List<String> more) {
        try {
            Path folder = Files.createTempDirectory(parent, "sipp");
            Path file = PeerProcess.write(scenario, folder.resolve("scenario.xml"), Map.of());
            List<String> command = new ArrayList<>(List.of("sipp", "-sf", file.toString(), "-nostdin"));
            command.addAll(List.of("-m", Integer.toString(exchanges)));
            command.addAll(place.options());
            command.addAll(List.of("-mp", Integer.toString(PeerProcess.freePort()), "-rtp_echo", "-timeout", "60s"));
            command.addAll(List.of(
                    "-trace_err", "-error_file", folder.resolve("errors").toString()));
            command.addAll(List.of(
                    "-trace_logs", "-log_file", folder.resolve("messages").toString()));
            command.addAll(more);
            PeerProcess process = PeerProcess.start(folder, Map.of("TERM", "dumb"), command);
            return new Sipp(process, folder, place.port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when all of that is in its log soon, each in a line. */
    boolean did(String... lines) {
        try {
            Awaitility.await().until(() -> said().lines().toList().containsAll(List.of(lines)));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** True when the scenario went as written. */
    boolean succeeded() {
        return process.awaitExit(Duration.ofSeconds(70)) == 0;
    }

    @Override
    public void close() {
        process.close();
    }
}

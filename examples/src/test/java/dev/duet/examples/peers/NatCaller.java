package dev.duet.examples.peers;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.event.CallWarning;
import dev.duet.api.event.IncomingCall;
import dev.duet.media.Audio;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.Capability;
import dev.duet.model.DuetException;
import dev.duet.model.EndReason;
import dev.duet.model.MediaPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program with one Duet account at a time, for a network namespace of its own. It takes a command from each line of
 * standard input, a number and words, and answers with a line that begins with the number. {@link NatCallerProcess}
 * is its other end.
 */
final class NatCaller {

    private static final Logger LOG = LoggerFactory.getLogger(NatCaller.class);
    private static final Duration LONG = Duration.ofSeconds(100);

    private final BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    private Account account;
    private Call call;
    private CompletableFuture<String> taken;
    private NatGap gap;

    private NatCaller() {}

    /** Does as it is told until there are no more lines. */
    public static void main(String[] args) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // What libraries print must not look like an answer.
        System.setOut(System.err);
        NatCaller caller = new NatCaller();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<String> words = Arrays.asList(line.split(" "));
            String answer;
            try {
                answer = caller.run(words.get(1), words.subList(2, words.size()));
            } catch (Exception e) {
                LOG.warn("Cannot {}", words.get(1), e);
                answer = "failed " + e;
            }
            answers.println(words.get(0) + " " + answer.replace('\n', ' '));
        }
        caller.signOut();
        System.exit(0);
    }

    private String run(String command, List<String> words) throws Exception {
        return switch (command) {
            case "sign-in" -> signIn(NatAccount.parse(words));
            case "sign-out" -> signOut();
            case "meet" -> meet(words.get(0));
            case "answer-next" -> answerNext(Path.of(words.get(0)), Path.of(words.get(1)));
            case "taken" -> taken.get(LONG.toMillis(), TimeUnit.MILLISECONDS);
            case "call" -> call(words.get(0), Path.of(words.get(1)), Path.of(words.get(2)));
            case "path" -> path(call);
            case "talk" -> talk(Duration.ofMillis(Long.parseLong(words.get(0))));
            case "watch-gap" -> watchGap();
            case "gap" -> Long.toString(gap.longestMillis());
            case "network-changed" -> networkChanged();
            case "state" -> call.state() + ", " + account.state();
            case "hang-up" -> end(call.hangup());
            case "ended" -> end(call.ended());
            case "warnings" -> String.join("; ", warnings);
            case "left" -> left();
            default -> throw new IllegalArgumentException(command);
        };
    }

    private String signIn(NatAccount settings) throws Exception {
        warnings.clear();
        incoming.clear();
        AccountConfig config = settings.config();
        account = Duet.open(config);
        account.on(IncomingCall.class, event -> incoming.add(event.call()));
        account.on(CallWarning.class, event -> warnings.add(event.failure().message()));
        account.connect().get(30, TimeUnit.SECONDS);
        return "ok";
    }

    private String signOut() {
        if (account != null) {
            account.close();
            account = null;
            call = null;
        }
        return "ok";
    }

    private String meet(String address) throws Exception {
        Contact contact = account.contacts().add(address, "", Set.of()).get(30, TimeUnit.SECONDS);
        until("callable", () -> contact.capabilities().contains(Capability.AUDIO_CALL));
        return "ok";
    }

    /** Takes the next call that comes, in the background. */
    private String answerNext(Path says, Path hears) {
        taken = CompletableFuture.supplyAsync(() -> {
            try {
                Call ringing = incoming.poll(30, TimeUnit.SECONDS);
                if (ringing == null) {
                    return "failed nobody calls";
                }
                call = ringing;
                sound(ringing, says, hears);
                long since = System.nanoTime();
                return outcome(ringing.answer(), ringing, since);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        return "ok";
    }

    private String call(String address, Path says, Path hears) throws Exception {
        long since = System.nanoTime();
        call = address.startsWith("sip:")
                ? account.call(address)
                : account.call(account.contacts().find(address).orElseThrow());
        sound(call, says, hears);
        return outcome(call.connected(), call, since);
    }

    private static void sound(Call call, Path says, Path hears) {
        call.media().source(Audio.wav(says));
        call.media().sink(Audio.recordWav(hears));
    }

    /** {@code connected MILLIS PATH}, or {@code ended MILLIS WHY}. */
    private static String outcome(CompletableFuture<Call> connected, Call call, long since) {
        try {
            connected.get(LONG.toMillis(), TimeUnit.MILLISECONDS);
            return "connected " + (System.nanoTime() - since) / 1_000_000 + " " + path(call);
        } catch (InterruptedException | TimeoutException e) {
            throw new CompletionException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            if (!(e.getCause() instanceof DuetException)) {
                throw new CompletionException(e);
            }
            return "ended " + (System.nanoTime() - since) / 1_000_000 + " "
                    + why(call.ended().join());
        }
    }

    private static String path(Call call) {
        return call.media().path().map(NatCaller::text).orElse("none");
    }

    /** Such as {@code host IPv4 -> relay 198.51.100.1}, {@code relay/TCP IPv4 -> prflx}. */
    private static String text(MediaPath path) {
        String family = path.remoteEndpoint().host().contains(":") ? "IPv6" : "IPv4";
        String local = path.relay() == null ? path.local().toString() : path.local() + "/" + path.relay();
        return local + " -> " + path.remote() + " " + family;
    }

    /** Waits until so much sound came, and says how many packets. */
    private String talk(Duration length) {
        long enough = call.media().quality().packetsReceived() + length.toMillis() / 20;
        until("sound", () -> call.media().quality().packetsReceived() >= enough || call.phase() == CallPhase.ENDED);
        return Long.toString(call.media().quality().packetsReceived());
    }

    private String watchGap() {
        gap = new NatGap(call.media());
        return "ok";
    }

    private String networkChanged() {
        account.networkChanged();
        return "ok";
    }

    private String end(CompletableFuture<EndReason> ended) throws Exception {
        return why(ended.get(LONG.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static String why(EndReason reason) {
        return reason.kind() + " by " + reason.by() + (reason.text().isEmpty() ? "" : ": " + reason.text());
    }

    /** What is left of calls: threads of ours, and sockets. */
    private static String left() throws IOException {
        StringBuilder open = new StringBuilder();
        for (String kind : List.of("udp", "udp6", "tcp", "tcp6")) {
            open.append(Files.readString(Path.of("/proc/self/net", kind)));
        }
        Set<String> words = new HashSet<>(List.of(open.toString().split("\\s+")));
        words.remove("");
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            long sockets = files.map(NatCaller::socket).filter(words::contains).count();
            List<String> threads = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("duet-") || name.startsWith("IceConnector"))
                    .sorted()
                    .toList();
            return sockets + " sockets, threads " + threads;
        }
    }

    /** The number of the socket behind a file, as the lists of the kernel have it; empty when it is none. */
    private static String socket(Path file) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            return target.startsWith("socket:[") ? target.substring(8, target.length() - 1) : "";
        } catch (IOException e) {
            return ""; // gone meanwhile
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Not " + what + " in 30 s");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}

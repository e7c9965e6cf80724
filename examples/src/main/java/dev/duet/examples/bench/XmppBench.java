package dev.duet.examples.bench;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.model.AccountConfig;
import dev.duet.model.Trust;
import dev.duet.sandbox.DuetSandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What XMPP costs. */
@Command(
        name = "xmpp",
        mixinStandardHelpOptions = true,
        description = {
            "SIGN_IN: round trips and bytes of signing in. CONTACTS: time and bytes of signing in with many contacts.",
            "MESSAGES: messages a second from one to another, and CPU seconds for 1,000 of the process that has both:",
            "SMACK is Smack's TCP connection alone, DUET two accounts, DUET_RECEIPTS two that see each other, so that",
            "each message is answered by a receipt; in turns, each in a JVM of its own, all at one server in another.",
            "IDLE: what connections cost that do nothing. All against the sandbox, or MESSAGES and IDLE at --server,",
            "where there have to be the users smack-a, smack-b, duet-a, duet-b, ... and user0, user1, ..."
        })
final class XmppBench implements Callable<Integer> {

    private static final String PASSWORD = "secret";

    /** What can be measured. */
    enum Part {
        SIGN_IN,
        CONTACTS,
        MESSAGES,
        IDLE
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--parts", split = ",", paramLabel = "PART", description = "Of ${COMPLETION-CANDIDATES}: all.")
    private Part[] parts = Part.values();

    @Option(names = "--who", split = ",", paramLabel = "WHO", description = "Of ${COMPLETION-CANDIDATES}.")
    private Chatter[] who = Chatter.values();

    @Option(names = "--contacts", paramLabel = "N", description = "Contacts: 2000.")
    private int contacts = 2000;

    @Option(names = "--online", paramLabel = "N", description = "Contacts who are there: 200.")
    private int online = 200;

    @Option(names = "--messages", paramLabel = "N", description = "Messages of a round, as fast as they go: 20000.")
    private int messages = 20_000;

    @Option(names = "--rate", paramLabel = "N", description = "Messages a second of the other rounds: 1000; 0: none.")
    private int rate = 1000;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each kind: 5, after five to warm up.")
    private int rounds = 5;

    @Option(names = "--idle", paramLabel = "N", description = "Connections that do nothing: 500.")
    private int idle = 500;

    @Option(names = "--seconds", paramLabel = "S", description = "For how long they are watched: 10.")
    private int seconds = 10;

    @Option(names = "--jvm", split = " ", paramLabel = "OPTION", description = "Of the JVMs that are measured.")
    private List<String> jvm = List.of("-Xmx1g", "-XX:+UseSerialGC");

    @Option(names = "--server", paramLabel = "PORT", description = "Of another server on this machine (STARTTLS).")
    private int port;

    @Option(names = "--domain", paramLabel = "NAME", description = "Of that server: example.com.")
    private String domain = "example.com";

    @Option(names = "--trust", paramLabel = "CA.pem", description = "Who issued its certificate.")
    private @Nullable Path trust;

    @Option(names = "--chatter", hidden = true, description = "Chats as it is told to, and does nothing else.")
    private @Nullable Chatter chatter;

    @Option(names = "--serve", hidden = true, description = "Is the server, and nothing else.")
    private boolean serve;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (serve) {
            serve(out);
        } else if (chatter != null) {
            chat(chatter, new XmppPlace(port, 0, domain, PASSWORD, authority()), out);
        } else {
            for (Part part : parts) {
                measure(part, out);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private Path authority() {
        if (trust == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--server needs --trust");
        }
        return trust;
    }

    private void measure(Part part, PrintWriter out) throws Exception {
        if (part == Part.SIGN_IN) {
            SignInFigures.tell(out);
            return;
        }
        if (port != 0 && part != Part.CONTACTS) {
            measure(part, new XmppPlace(port, 0, domain, PASSWORD, authority()), out);
            return;
        }
        boolean many = part == Part.CONTACTS;
        List<String> arguments = List.of(
                "--serve",
                "--contacts",
                Integer.toString(many ? contacts : 0),
                "--online",
                Integer.toString(many ? online : 0),
                "--idle",
                Integer.toString(idle));
        try (Child server = Child.start(List.of("-Xmx1g"), arguments)) {
            String[] said = server.hear();
            measure(
                    part,
                    new XmppPlace(
                            Integer.parseInt(said[0]), Integer.parseInt(said[1]), said[2], PASSWORD, Path.of(said[3])),
                    out);
        }
    }

    private void measure(Part part, XmppPlace place, PrintWriter out) throws Exception {
        switch (part) {
            case CONTACTS -> ContactListFigures.tell(place, contacts, online, out);
            case MESSAGES -> new MessageFigures(place, jvm, messages, rate, rounds).tell(who, out);
            case IDLE -> {
                for (Chatter each : who) {
                    if (each != Chatter.DUET_RECEIPTS) {
                        MessageFigures.idle(place, jvm, each, idle, seconds, out);
                    }
                }
            }
            default -> throw new IllegalStateException("Not at a server: " + part);
        }
    }

    private static BufferedReader orders() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }

    /** A JVM that chats: {@code talk COUNT RATE}, {@code idle COUNT SECONDS}. */
    private static void chat(Chatter chatter, XmppPlace place, PrintWriter out) throws Exception {
        BufferedReader orders = orders();
        String order = orders.readLine();
        if (order != null && order.startsWith("idle ")) {
            String[] words = order.split(" ");
            int count = Integer.parseInt(words[1]);
            int watched = Integer.parseInt(words[2]);
            long heap = heap();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            long begin = System.nanoTime();
            Runnable close = chatter.many(place, count);
            try {
                long took = System.nanoTime() - begin;
                TimeUnit.SECONDS.sleep(watched); // for what is still being done
                long cpu = Chatting.cpuNanos();
                TimeUnit.SECONDS.sleep(watched);
                long spent = Chatting.cpuNanos() - cpu;
                out.println((heap() - heap) + " "
                        + (ManagementFactory.getThreadMXBean().getThreadCount() - threads) + " " + took + " " + spent);
                out.flush();
            } finally {
                close.run();
            }
            return;
        }
        try (Chatter.Line line = chatter.line(place)) {
            Chatting chatting = new Chatting(line);
            for (; order != null; order = orders.readLine()) {
                String[] words = order.split(" ");
                Chatting.Figures figures = chatting.run(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                out.println(figures.nanos() + " " + figures.cpuNanos());
                out.flush();
            }
        }
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    /** A server with users for all that is measured, and some of the contacts there. */
    private void serve(PrintWriter out) throws Exception {
        Path folder = Files.createTempDirectory("duet-bench");
        try (DuetSandbox sandbox = DuetSandbox.builder()
                        .xmpp(half -> half.resumption(Duration.ofMinutes(5)))
                        .build();
                Duet duet = Duet.builder().media(context -> new FixedMedia()).build()) {
            Path pem = sandbox.authority().writePem(folder);
            for (Chatter each : Chatter.values()) {
                sandbox.addUser(each.one(), PASSWORD);
                sandbox.addUser(each.other(), PASSWORD);
            }
            sandbox.xmpp().befriend(Chatter.DUET_RECEIPTS.one(), Chatter.DUET_RECEIPTS.other());
            for (int i = 0; i < Math.max(idle, contacts + 1); i++) {
                sandbox.addUser(XmppPlace.user(i), PASSWORD);
            }
            for (int i = 1; i <= contacts; i++) {
                sandbox.xmpp().befriend(XmppPlace.user(0), XmppPlace.user(i));
            }
            for (int i = 1; i <= online; i++) {
                Account account = duet.account(AccountConfig.builder(XmppPlace.user(i))
                        .xmpp(XmppPlace.user(i) + '@' + sandbox.domain(), PASSWORD, half -> half.server(
                                        "127.0.0.1", sandbox.xmpp().port())
                                .trust(Trust.authorities(pem)))
                        .build());
                account.connect().get(1, TimeUnit.MINUTES);
            }
            out.println(
                    sandbox.xmpp().port() + " " + sandbox.xmpp().directTlsPort() + " " + sandbox.domain() + " " + pem);
            out.flush();
            waitForTheEnd();
            Files.delete(pem);
        } finally {
            Files.delete(folder);
        }
    }

    private static void waitForTheEnd() throws IOException {
        while (System.in.read() >= 0) {
            // until whoever started it is gone
        }
    }
}

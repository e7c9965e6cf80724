package dev.duet.examples.phone;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.jdbc.JdbcStore;
import dev.duet.model.AccountConfig;
import dev.duet.model.AccountState;
import dev.duet.model.DuetException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The example {@code phone}: reads its options, signs in, and lets commands run. */
@Command(
        name = "phone",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "A softphone for the terminal, by SIP, by XMPP, or by both as one account.",
            "Commands are typed; or read from standard input, one on a line, when that is no terminal;"
                    + " or given here, with --then between them. \"help\" lists them."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every command succeeded",
            "1:a command failed, or had no time left",
            "2:the options are wrong",
            "3:sign-in failed"
        },
        footer = {
            "",
            "Example: call Bob, talk for 10 seconds, hang up:",
            "  phone --sip alice@example.com --play hello.wav call bob@example.com \\",
            "      --then wait connected --then sleep 10 --then hangup"
        })
public final class Phone implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int NOT_SIGNED_IN = 3;

    private final Function<AccountConfig, Account> opener;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AccountOptions accountOptions = new AccountOptions();

    @Mixin
    private SoundOptions soundOptions = new SoundOptions();

    @Option(names = "--auto-answer", description = "Take every call.")
    private boolean autoAnswer;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "Leave after that time, counted from sign-in, rather than after the last command.")
    private @Nullable String duration;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "Keep messages and calls in this file, a database of H2; \"history\" and \"log\" show them.")
    private @Nullable Path history;

    @Option(names = "--json", description = "Print each event and each result as a JSON object on a line.")
    private boolean json;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Take options from this properties file: \"sip-server = 127.0.0.1:5061\". Those given here win.")
    private @Nullable String config;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Commands, with --then between them.")
    private List<String> commands = List.of();

    /** The phone with Duet below it. */
    public Phone() {
        this(Duet::open);
    }

    Phone(Function<AccountConfig, Account> opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<Prompt> prompt = commands.isEmpty() ? Prompt.open() : Optional.empty();
        try {
            return run(prompt.orElse(null));
        } catch (IllegalArgumentException | CommandFailure e) {
            throw new CommandLine.ParameterException(commandLine(), String.valueOf(e.getMessage()), e);
        } finally {
            prompt.ifPresent(Prompt::close);
        }
    }

    private int run(@Nullable Prompt prompt) throws InterruptedException {
        Duration limit = duration == null ? Duration.ZERO : Seconds.parse(duration);
        AccountConfig settings = accountOptions.config(Passwords.ofProcess(prompt));
        Sound sound = soundOptions.sound();
        Consumer<String> lines = prompt == null ? this::print : prompt::print;
        Printer printer =
                json ? Printer.json(lines, Clock.systemUTC()) : Printer.text(lines, Clock.systemDefaultZone());
        try (Session session = Session.open(open(settings), sound, autoAnswer, printer)) {
            AtExit atExit = AtExit.run(session::close); // Ctrl-C hangs up and signs out
            try {
                return signIn(session, printer, prompt != null) ? work(session, prompt, limit) : NOT_SIGNED_IN;
            } finally {
                atExit.cancel();
            }
        }
    }

    private Account open(AccountConfig settings) {
        if (history == null) {
            return opener.apply(settings);
        }
        JdbcDataSource file = new JdbcDataSource();
        file.setURL("jdbc:h2:" + history.toAbsolutePath());
        JdbcStore store = JdbcStore.on(file);
        return Duet.builder()
                .messageStore(store.messages())
                .callStore(store.calls())
                .open(settings);
    }

    /** True when there is something to work with: every half for a script, one half for a person. */
    private static boolean signIn(Session session, Printer printer, boolean interactive) {
        try {
            session.account().connect().join();
            return true;
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof DuetException failed)) {
                throw e;
            }
            AccountState state = session.account().state();
            printer.failure("sign-in", new CommandFailure(Hints.explain(state, failed.failure()), failed.failure()));
            return interactive && state.summary() != AccountState.Summary.FAILED;
        }
    }

    private int work(Session session, @Nullable Prompt prompt, Duration limit) throws InterruptedException {
        LineSource source;
        if (prompt != null) {
            prompt.complete(session.account());
            source = prompt;
        } else if (commands.isEmpty()) {
            source = LineSource.ofLines(new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
        } else {
            source = LineSource.ofArguments(commands);
        }
        long end = System.nanoTime() + limit.toNanos();
        Runner runner = Runner.start(session, source, !commands.isEmpty());
        runner.join(limit.toMillis());
        boolean stays = prompt == null && !session.hasLeft() && (commands.isEmpty() || runner.succeeded());
        long left = (end - System.nanoTime()) / 1_000_000;
        if (stays && left > 0) {
            Thread.sleep(left);
        }
        runner.stop();
        return runner.succeeded() ? CommandLine.ExitCode.OK : FAILED;
    }

    private void print(String line) {
        PrintWriter out = commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("Run it by picocli");
        }
        return spec.commandLine();
    }
}

package dev.duet.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Where the runnable jar begins: lists the examples, or runs the one that is named. */
@Command(
        name = "duet-examples",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "NAME",
        description = "Runs an example of Duet. Without a name it lists them.",
        commandListHeading = "%nExamples:%n",
        footer = {"", "\"duet-examples NAME --help\" tells what an example takes."},
        subcommands = {})
public final class Main implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs an example and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionStrategy(new CommandLine.RunLast());
        return line;
    }

    @CommandLine.Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log to standard error what Duet does; twice: what the libraries below it do.")
    void verbose(boolean[] times) {
        Logging.level(times.length);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"duet-examples " + (version == null ? "(not from a jar)" : version)};
        }
    }
}

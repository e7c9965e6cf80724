package dev.duet.examples;

import dev.duet.examples.bench.Bench;
import dev.duet.examples.phone.ConfigFile;
import dev.duet.examples.phone.Phone;
import dev.duet.examples.sandbox.SandboxProgram;
import dev.duet.examples.tour.Tour;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
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
        footer = {"", "\"duet-examples NAME --help\" tells what an example takes."})
public final class Main implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs an example and ends the JVM with its exit status. */
    public static void main(String[] args) {
        Logging.level(0);
        System.exit(run(commandLine(), args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        CommandLine phone = new CommandLine(new Phone());
        line.addSubcommand(new Tour());
        line.addSubcommand(phone);
        line.addSubcommand(new SandboxProgram());
        line.addSubcommand(new Bench());
        line.setExecutionExceptionHandler(Main::failed);
        line.setParameterExceptionHandler(Main::misused);
        phone.setStopAtPositional(true); // what follows the first command is commands, whatever it looks like
        return line;
    }

    static int run(CommandLine line, String... args) {
        try {
            ConfigFile.apply(line.getSubcommands().get("phone"), args);
        } catch (CommandLine.ParameterException e) {
            return misused(e, args);
        }
        return line.execute(args);
    }

    private static int misused(CommandLine.ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        line.getErr().println(e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
        line.getErr().println("\"" + line.getCommandSpec().qualifiedName() + " --help\" tells what there is.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr().println(e + "\n\"-v\" tells more.");
        LoggerFactory.getLogger(Main.class).debug("The example failed", e);
        return CommandLine.ExitCode.SOFTWARE;
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

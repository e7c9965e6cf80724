package dev.duet.examples.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The example {@code bench}: figures of this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures calls, messages, accounts and contacts, against the sandbox's servers or SIPp.",
        subcommands = {
            MediaBench.class,
            ConnectBench.class,
            SipBench.class,
            XmppBench.class,
            AccountsBench.class,
            ContactsBench.class
        })
public final class Bench implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.USAGE;
    }
}

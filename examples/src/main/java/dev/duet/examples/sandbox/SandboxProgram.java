package dev.duet.examples.sandbox;

import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The example {@code sandbox}: the servers of the test kit, until Ctrl-C. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = {
            "A SIP server and an XMPP server on 127.0.0.1, to try the phone against, until Ctrl-C.",
            "Writes their certificate authority to a file, and how to sign in by the phone."
        })
public final class SandboxProgram implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD",
            description = "Who may sign in; may be repeated. alice:secret and bob:secret unless given.")
    private List<String> users = List.of("alice:secret", "bob:secret");

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "The domain; example.com unless given.")
    private String domain = "example.com";

    @Option(
            names = "--ca",
            paramLabel = "CA.pem",
            description = "Where to write the authority: ./duet-sandbox-ca.pem unless given.")
    private Path ca = Path.of("duet-sandbox-ca.pem");

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (DuetSandbox sandbox = DuetSandbox.builder().domain(domain).build()) {
            Path folder = Files.createTempDirectory("duet-sandbox");
            Files.move(sandbox.authority().writePem(folder), ca, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(folder);
            PrintWriter out = commandLine().getOut();
            for (String user : users) {
                out.println(tell(sandbox, add(sandbox, user)));
            }
            out.println("Ctrl-C ends it.");
            out.flush();
            CountDownLatch end = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "duet-sandbox-exit"));
            end.await();
        }
        return CommandLine.ExitCode.OK;
    }

    private SandboxUser add(DuetSandbox sandbox, String user) {
        int colon = user.indexOf(':');
        if (colon < 1) {
            throw new CommandLine.ParameterException(commandLine(), "--user is NAME:PASSWORD, unlike " + user);
        }
        return sandbox.addUser(user.substring(0, colon), user.substring(colon + 1));
    }

    private String tell(DuetSandbox sandbox, SandboxUser user) {
        return String.format(
                Locale.ROOT,
                "phone --xmpp %s --xmpp-password %s --xmpp-server 127.0.0.1:%d --sip %s --sip-password %s"
                        + " --sip-server \"127.0.0.1:%d;transport=tls\" --trust %s",
                user.jid(),
                user.password(),
                sandbox.xmpp().port(),
                user.sipUri(),
                user.password(),
                sandbox.sip().tlsPort(),
                ca);
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("Run it by picocli");
        }
        return spec.commandLine();
    }
}

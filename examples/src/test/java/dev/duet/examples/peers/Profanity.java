package dev.duet.examples.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * profanity, an XMPP client for people, in a terminal of tmux's: it is typed at, and its screen is read.
 *
 * @param folder its home
 */
record Profanity(Path folder) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Starts it and waits until it is signed in. */
    static Profanity start(Path parent, XmppPeer server, String user) {
        try {
            Profanity profanity = new Profanity(Files.createTempDirectory(parent, "profanity"));
            Path accounts = profanity.folder.resolve("data/profanity/accounts");
            Files.createDirectories(accounts.getParent());
            Files.writeString(accounts, """
                    [%s]
                    enabled=true
                    jid=%s@%s
                    password=%s
                    server=127.0.0.1
                    port=%d
                    tls.policy=trust
                    resource=profanity
                    """.formatted(user, user, XmppPeer.DOMAIN, XmppPeer.PASSWORD, server.port()));
            profanity.tmux(
                    "-f",
                    "/dev/null",
                    "new-session",
                    "-d",
                    "-s",
                    "one",
                    "-x",
                    "150",
                    "-y",
                    "40",
                    "profanity",
                    "-a",
                    user);
            return profanity.signedIn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Profanity signedIn() {
        try {
            return awaitScreen("logged in successfully");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Types a line. */
    Profanity type(String line) {
        keys(line);
        tmux("send-keys", "-t", "one", "Enter");
        return this;
    }

    /** Types, and does not end the line. */
    void keys(String text) {
        tmux("send-keys", "-t", "one", "-l", text);
    }

    /** What the screen shows, with the terminal's codes for colours (ECMA-48 SGR). */
    String coloured() {
        return tmux("capture-pane", "-e", "-p", "-t", "one");
    }

    /** What the screen shows. */
    String screen() {
        return tmux("capture-pane", "-p", "-t", "one");
    }

    /** Waits until the screen shows something. */
    Profanity awaitScreen(String text) {
        return await(text, this::screen);
    }

    /** Waits until the screen shows something with the terminal's codes for colours. */
    Profanity awaitColours(String text) {
        return await(text, this::coloured);
    }

    private Profanity await(String text, Supplier<String> shown) {
        try {
            Awaitility.await("\"" + text + "\" on the screen")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> shown.get().contains(text));
            return this;
        } catch (RuntimeException e) {
            throw new IllegalStateException("The screen has no " + text + ":\n" + shown.get(), e);
        }
    }

    private String tmux(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("tmux", "-S", folder.resolve("tmux").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "HOME", folder.toString(),
                        "XDG_CONFIG_HOME", folder.resolve("config").toString(),
                        "XDG_DATA_HOME", folder.resolve("data").toString(),
                        "TERM", "xterm-256color",
                        "LC_ALL", "C.UTF-8"));
        builder.environment().remove("TMUX");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends the terminal and all that runs in it. */
    @Override
    public void close() {
        if (Files.exists(folder.resolve("tmux"))) {
            tmux("kill-server");
        }
    }
}

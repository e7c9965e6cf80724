package dev.duet.examples.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chromium without a window and without the world: it resolves no name and asks nobody for anything. */
record Chromium(PeerProcess process, DevTools devTools) implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-domain-reliability",
            "--disable-dev-shm-usage",
            "--disable-breakpad",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            "--remote-debugging-port=0",
            // Sound plays without a click, in every page.
            "--autoplay-policy=no-user-gesture-required",
            "--disable-background-timer-throttling",
            "--disable-renderer-backgrounding",
            "--disable-backgrounding-occluded-windows",
            // Host candidates are addresses, and loopback is one.
            "--allow-loopback-in-peer-connection",
            "--disable-features=WebRtcHideLocalIpsWithMdns,MediaRouter,OptimizationHints,Translate");

    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");

    static Chromium start(Path parent, String... moreFlags) {
        return start(parent, List.of(), moreFlags);
    }

    /** Starts it by another program, such as one that puts it into a network of its own. */
    static Chromium start(Path parent, List<String> by, String... moreFlags) {
        try {
            Path folder = Files.createTempDirectory(parent, "chromium");
            List<String> command = new ArrayList<>(by);
            command.add("chromium");
            command.addAll(FLAGS);
            command.add("--user-data-dir=" + folder.resolve("profile"));
            command.addAll(List.of(moreFlags));
            PeerProcess process = PeerProcess.start(
                            folder, Map.of("HOME", folder.toString(), "TMPDIR", folder.toString()), command)
                    .awaitLog("DevTools listening on ");
            Matcher line = LISTENING.matcher(process.log());
            if (!line.find()) {
                throw new IllegalStateException(process.log());
            }
            DevTools devTools = DevTools.connect(URI.create(line.group(1)));
            // Who may not hear the microphone may not know all addresses of the machine, either: loopback among them.
            devTools.browser("Browser.grantPermissions", Map.of("permissions", List.of("audioCapture")));
            return new Chromium(process, devTools);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a page and waits until its scripts have run. */
    Page open(URI address) {
        String target = devTools.browser("Target.createTarget", Map.of("url", "about:blank"))
                .at("targetId")
                .text();
        String session = devTools.browser("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .at("sessionId")
                .text();
        return Page.load(devTools, target, session, address);
    }

    @Override
    public void close() {
        devTools.close();
        process.close();
    }
}

package dev.duet.examples.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The npm package stanza as one script for a page, made at test time by npm and esbuild as the lock file says. */
final class StanzaBundle {

    private static final List<String> SOURCES = List.of("package.json", "package-lock.json", "entry.js");

    private StanzaBundle() {}

    /** Makes it, or takes the one that an earlier test made of the same sources. */
    static synchronized Path script() {
        Path folder = Path.of("target", "stanza-page").toAbsolutePath();
        Path script = folder.resolve("stanza-bundle.js");
        try {
            Files.createDirectories(folder);
            boolean same = Files.exists(script);
            for (String source : SOURCES) {
                same &= copy(source, folder.resolve(source));
            }
            if (!same) {
                Files.deleteIfExists(script);
                run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
                run(
                        folder,
                        folder.resolve("node_modules/.bin/esbuild").toString(),
                        "entry.js",
                        "--bundle",
                        "--platform=browser",
                        "--format=iife",
                        "--global-name=stanza",
                        "--outfile=" + script.getFileName());
            }
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells whether it was there already. */
    private static boolean copy(String source, Path target) throws IOException {
        try (InputStream in = StanzaBundle.class.getResourceAsStream("stanza/" + source)) {
            byte[] bytes = in.readAllBytes();
            if (Files.exists(target) && Arrays.equals(bytes, Files.readAllBytes(target))) {
                return true;
            }
            Files.write(target, bytes);
            return false;
        }
    }

    private static void run(Path folder, String... command) {
        try (PeerProcess process = PeerProcess.start(folder, Map.of(), List.of(command))) {
            int status = process.awaitExit(Duration.ofSeconds(100));
            if (status != 0) {
                throw new IllegalStateException(command[0] + " ended with " + status + ":\n" + process.log());
            }
        }
    }
}

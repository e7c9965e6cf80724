package dev.duet.examples.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An npm package as one script for a page, made at test time by npm and esbuild as the lock file says. */
final class PageBundle {

    private static final List<String> SOURCES = List.of("package.json", "package-lock.json", "entry.js");

    private PageBundle() {}

    /**
     * Makes it, or takes the one that an earlier test made of the same sources.
     *
     * @param name the folder of the sources, and the global of the page
     */
    static synchronized Path script(String name) {
        Path folder = Path.of("target", name + "-page").toAbsolutePath();
        Path script = folder.resolve(name + "-bundle.js");
        try {
            Files.createDirectories(folder);
            // Tests run in two programs, and both may want it.
            try (FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                make(name, folder, script);
            }
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(String name, Path folder, Path script) throws IOException {
        boolean same = Files.exists(script);
        for (String source : SOURCES) {
            same &= copy(name + "/" + source, folder.resolve(source));
        }
        if (same) {
            return;
        }
        Files.deleteIfExists(script);
        run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        run(
                folder,
                folder.resolve("node_modules/.bin/esbuild").toString(),
                "entry.js",
                "--bundle",
                "--platform=browser",
                "--format=iife",
                "--global-name=" + name,
                "--outfile=" + script.getFileName());
    }

    /** Tells whether it was there already. */
    private static boolean copy(String source, Path target) throws IOException {
        try (InputStream in = PageBundle.class.getResourceAsStream(source)) {
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

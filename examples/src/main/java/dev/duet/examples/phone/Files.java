package dev.duet.examples.phone;

import java.nio.file.Path;

/** Checks of the files that options name. */
final class Files {

    private Files() {}

    /** The file, when it can be read. */
    static Path readable(Path file, String option) {
        if (!java.nio.file.Files.isReadable(file) || java.nio.file.Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    option + ": there is no file " + file.toAbsolutePath() + " that can be read");
        }
        return file;
    }

    /** The file, when it can be written. */
    static Path writable(Path file, String option) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !java.nio.file.Files.isWritable(folder) || java.nio.file.Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + ": " + file.toAbsolutePath() + " cannot be written");
        }
        return file;
    }
}

package dev.duet.examples.phone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Where commands come from. */
interface LineSource {

    /** The next command; null when there is none any more. */
    @Nullable
    String next();

    /** True when commands are known that were not yet given. */
    default boolean hasMore() {
        return false;
    }

    /** Commands of the command line, with {@code --then} between them. */
    static LineSource ofArguments(List<String> words) {
        Queue<String> commands = new ArrayDeque<>();
        List<String> command = new ArrayList<>();
        for (String word : words) {
            if (word.equals("--then")) {
                commands.add(String.join(" ", command));
                command.clear();
            } else {
                command.add(word);
            }
        }
        commands.add(String.join(" ", command));
        commands.removeIf(String::isBlank);
        return new LineSource() {
            @Override
            public @Nullable String next() {
                return commands.poll();
            }

            @Override
            public boolean hasMore() {
                return !commands.isEmpty();
            }
        };
    }

    /** A command a line; empty lines and those that begin with {@code #} do not count. */
    static LineSource ofLines(BufferedReader reader) {
        return () -> {
            try {
                String line = reader.readLine();
                while (line != null && (line.isBlank() || line.strip().startsWith("#"))) {
                    line = reader.readLine();
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}

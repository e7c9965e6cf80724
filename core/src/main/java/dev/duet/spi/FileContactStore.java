package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.PersonDecision;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Decisions as lines of text: {@code same} or {@code apart}, and two addresses. */
final class FileContactStore implements ContactStore {

    private static final String SAME = "same";
    private static final String APART = "apart";

    private final Path folder;
    private final Path file;

    FileContactStore(Path folder, String account) {
        this.folder = folder;
        this.file = folder.resolve(URLEncoder.encode(account, StandardCharsets.UTF_8) + ".contacts");
    }

    @Override
    public List<PersonDecision> load() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException first) {
            return List.of();
        }
        List<PersonDecision> decisions = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            decisions.add(decision(lines.get(i), i + 1));
        }
        return decisions;
    }

    private PersonDecision decision(String line, int number) throws IOException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length == 3 && (words[0].equals(SAME) || words[0].equals(APART))) {
                return new PersonDecision(Address.parse(words[1]), Address.parse(words[2]), words[0].equals(SAME));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("Line " + number + " of " + file + ": " + e.getMessage(), e);
        }
        throw new IOException("Line " + number + " of " + file + " is not \"same\" or \"apart\" and two addresses");
    }

    @Override
    public void save(List<PersonDecision> decisions) throws IOException {
        String text = decisions.stream()
                .map(decision -> (decision.same() ? SAME : APART) + " "
                        + decision.one().uri() + " " + decision.other().uri() + "\n")
                .collect(Collectors.joining());
        Files.createDirectories(folder);
        Path next = folder.resolve(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

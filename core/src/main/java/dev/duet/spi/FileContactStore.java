package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.PersonDecision;
import dev.duet.model.RosterEntry;
import java.io.IOException;
import java.net.URLDecoder;
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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lines of text: decisions as {@code same} or {@code apart} and two addresses, blocked addresses each by itself,
 * watched ones with their name and groups, escaped.
 */
final class FileContactStore implements ContactStore {

    private static final String SAME = "same";
    private static final String APART = "apart";

    private final Path folder;
    private final Path contacts;
    private final Path blocked;
    private final Path watched;

    FileContactStore(Path folder, String account) {
        String name = URLEncoder.encode(account, StandardCharsets.UTF_8);
        this.folder = folder;
        this.contacts = folder.resolve(name + ".contacts");
        this.blocked = folder.resolve(name + ".blocked");
        this.watched = folder.resolve(name + ".watched");
    }

    @Override
    public List<PersonDecision> load() throws IOException {
        return read(contacts, "is not \"same\" or \"apart\" and two addresses", line -> {
            String[] words = line.split(" ", -1);
            boolean good = words.length == 3 && (words[0].equals(SAME) || words[0].equals(APART));
            return good
                    ? List.of(
                            new PersonDecision(Address.parse(words[1]), Address.parse(words[2]), words[0].equals(SAME)))
                    : List.of();
        });
    }

    @Override
    public void save(List<PersonDecision> decisions) throws IOException {
        write(
                contacts,
                decisions.stream()
                        .map(decision -> (decision.same() ? SAME : APART) + " "
                                + decision.one().uri() + " " + decision.other().uri() + "\n")
                        .collect(Collectors.joining()));
    }

    @Override
    public Set<Address> loadBlocked() throws IOException {
        return Set.copyOf(read(blocked, "is no address", line -> List.of(Address.parse(line))));
    }

    @Override
    public void saveBlocked(Set<Address> addresses) throws IOException {
        write(
                blocked,
                addresses.stream().map(address -> address.uri() + "\n").sorted().collect(Collectors.joining()));
    }

    @Override
    public List<RosterEntry> loadWatched() throws IOException {
        return read(watched, "is not an address, a name and groups", line -> {
            String[] words = line.split(" ", -1);
            return words.length < 2
                    ? List.of()
                    : List.of(new RosterEntry(
                            Address.parse(words[0]),
                            unescaped(words[1]),
                            Arrays.stream(words)
                                    .skip(2)
                                    .map(FileContactStore::unescaped)
                                    .collect(Collectors.toUnmodifiableSet()),
                            RosterEntry.Visibility.TO,
                            false));
        });
    }

    @Override
    public void saveWatched(List<RosterEntry> entries) throws IOException {
        write(
                watched,
                entries.stream()
                        .map(entry -> entry.address().uri() + " " + escaped(entry.name())
                                + entry.groups().stream()
                                        .sorted()
                                        .map(group -> " " + escaped(group))
                                        .collect(Collectors.joining())
                                + "\n")
                        .collect(Collectors.joining()));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String unescaped(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** What a line means: one thing, or none when it means nothing. */
    private interface Meaning<T> {
        List<T> of(String line);
    }

    private static <T> List<T> read(Path file, String fault, Meaning<T> meaning) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException first) {
            return List.of();
        }
        List<T> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String where = "Line " + (i + 1) + " of " + file;
            List<T> meant;
            try {
                meant = meaning.of(lines.get(i));
            } catch (IllegalArgumentException e) {
                throw new IOException(where + ": " + e.getMessage(), e);
            }
            if (meant.isEmpty()) {
                throw new IOException(where + " " + fault);
            }
            all.addAll(meant);
        }
        return all;
    }

    private void write(Path file, String text) throws IOException {
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

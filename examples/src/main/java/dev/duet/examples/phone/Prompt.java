package dev.duet.examples.phone;

import dev.duet.api.Account;
import dev.duet.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The user's terminal: line editing, a history file, and completion. */
final class Prompt implements LineSource, AutoCloseable {

    private final Terminal terminal;
    private volatile @Nullable Account account;
    private final LineReader reader;

    private Prompt(Terminal terminal) {
        this.terminal = terminal;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("duet-phone")
                .completer((line, words, candidates) -> complete(words, candidates))
                .variable(LineReader.HISTORY_FILE, Path.of(System.getProperty("user.home"), ".duet-phone-history"))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** The terminal; empty when standard input or output is none. */
    static Optional<Prompt> open() {
        try {
            return Optional.of(new Prompt(
                    TerminalBuilder.builder().system(true).dumb(false).build()));
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Completes this account's contacts, too. */
    void complete(Account with) {
        account = with;
    }

    /** Prints a line above what is being typed. */
    void print(String line) {
        reader.printAbove(line);
    }

    /** Asks without echo; null when the user does not want to say. */
    @Nullable
    String ask(String question) {
        try {
            return reader.readLine(question, '*');
        } catch (UserInterruptException | EndOfFileException e) {
            return null;
        }
    }

    @Override
    public @Nullable String next() {
        try {
            String line = reader.readLine("duet> ");
            while (line.isBlank()) {
                line = reader.readLine("duet> ");
            }
            return line;
        } catch (UserInterruptException | EndOfFileException e) {
            return null;
        }
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        words(line.words().subList(0, line.wordIndex())).map(Candidate::new).forEach(candidates::add);
    }

    private Stream<String> words(List<String> before) {
        if (before.isEmpty()) {
            return Commands.ALL.stream().map(Command::name);
        }
        List<String> arguments = Commands.ALL.stream()
                .filter(command -> command.name().equals(before.get(0)))
                .flatMap(command -> Arrays.stream(command.arguments().split(" ")))
                .toList();
        return before.size() > arguments.size() ? Stream.empty() : values(arguments.get(before.size() - 1));
    }

    private Stream<String> values(String argument) {
        return switch (argument) {
            case "ADDRESS" -> contacts();
            case "EVENT" -> Arrays.stream(EventName.values()).map(EventName::text);
            case "STATE" -> AccountCommands.states().stream();
            case "[HALF]" -> Stream.of("sip", "xmpp");
            case "[COMMAND]" -> Commands.ALL.stream().map(Command::name);
            default -> Stream.empty();
        };
    }

    private Stream<String> contacts() {
        Account known = account;
        return known == null
                ? Stream.empty()
                : known.contacts().all().stream()
                        .flatMap(contact -> contact.addresses().stream())
                        .map(Address::uri);
    }

    @Override
    public void close() {
        try {
            reader.getHistory().save();
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

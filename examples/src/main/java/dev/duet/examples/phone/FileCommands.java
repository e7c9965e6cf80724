package dev.duet.examples.phone;

import dev.duet.api.Conversation;
import dev.duet.model.Attachment;
import dev.duet.model.OutgoingFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Commands about files. */
final class FileCommands {

    static final List<Command> ALL = List.of(
            Command.act("file", "ADDRESS PATH...", "send a file, by way of your XMPP server", FileCommands::send),
            Command.act(
                    "save",
                    "ADDRESS [PATH...]",
                    "fetch the last file that came from there: under its name, in the folder PATH, or as PATH",
                    FileCommands::save));

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int LOOKED_AT = 1000;
    private static final long MOST = 1L << 30;

    private FileCommands() {}

    private static Outcome send(Session session, List<String> arguments) {
        OutgoingFile file = OutgoingFile.of(Files.readable(Path.of(arguments.get(1)), "file"));
        Conversation with = session.account().conversation(arguments.get(0));
        return Outcome.of("", Fields.of(session.await(with.sendFile(file).result(), LIMIT)));
    }

    private static Outcome save(Session session, List<String> arguments) {
        Conversation with = session.account().conversation(arguments.get(0));
        Attachment last = session.await(with.latest(LOOKED_AT)).stream()
                .filter(message -> message.incoming())
                .flatMap(message -> message.details().attachments().stream())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new CommandFailure("No file came from there yet."));
        Path wanted = Path.of(arguments.size() < 2 ? "" : arguments.get(1));
        boolean folder = java.nio.file.Files.isDirectory(wanted.toAbsolutePath());
        Path target = folder ? wanted.resolve(last.fileName()) : wanted;
        Path saved = session.await(
                with.download(last, Files.writable(target, "save"), MOST).result(), LIMIT);
        return Outcome.of(
                "saved as " + saved.toAbsolutePath(),
                Fields.of(last).with("path", saved.toAbsolutePath().toString()));
    }
}

package dev.duet.internal.file;

import dev.duet.api.FileTransfer;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Attachment;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.OutgoingFile;
import dev.duet.spi.OnLoop;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The files of an account that are on their way. */
public final class FileTransfers {

    private final FileHost host;
    private final Web web;
    private final Set<Upload> uploads = new LinkedHashSet<>(); // this and the next two: on the loop
    private final Set<Download> downloads = new LinkedHashSet<>();
    private @Nullable Failure over;

    /** None yet. */
    public FileTransfers(FileHost host) {
        this.host = host;
        this.web = new Web(host::xmpp, host.blocking());
    }

    /**
     * Puts a file to the server. From any thread.
     *
     * @param sender sends the message that tells of it
     */
    public FileTransfer<Message> send(OutgoingFile file, BiConsumer<Text, Promise<Message>> sender) {
        Upload upload = new Upload(file, host, web, sender::accept, this::ended);
        host.loop().execute(() -> {
            if (over != null) {
                upload.abandon(over);
            } else {
                uploads.add(upload);
                upload.begin();
            }
        });
        return upload;
    }

    /** Fetches a file. From any thread. */
    public FileTransfer<Path> fetch(Attachment attachment, Path target, long most) {
        if (most < 1) {
            throw new IllegalArgumentException("A file may have 1 byte at least, unlike " + most);
        }
        Download download = new Download(attachment, target, most, host, web, this::ended);
        host.loop().execute(() -> {
            if (over != null) {
                download.abandon(over);
            } else {
                downloads.add(download);
                download.begin();
            }
        });
        return download;
    }

    private void ended(Transfer<?> transfer) {
        uploads.remove(transfer);
        downloads.remove(transfer);
        if (uploads.isEmpty() && downloads.isEmpty()) {
            web.close(); // with its thread and its idle connections
        }
    }

    /** A half of the account went online, or is so no more. */
    @OnLoop
    public void linkMoved() {
        List.copyOf(uploads).forEach(Upload::linkMoved);
    }

    /** The account closes. */
    @OnLoop
    public void abandon(Failure failure) {
        over = failure;
        List.copyOf(uploads).forEach(upload -> upload.abandon(failure));
        List.copyOf(downloads).forEach(download -> download.abandon(failure));
        web.close();
    }
}

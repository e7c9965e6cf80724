package dev.duet.internal.file;

import dev.duet.model.Attachment;
import dev.duet.model.DuetException;
import dev.duet.model.Failure.Origin;
import dev.duet.model.FileDetails;
import dev.duet.model.FileProgress;
import dev.duet.model.FileProgress.Phase;
import dev.duet.spi.OnLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way from a server: into a file beside the target, which becomes the target when it is what was
 * announced.
 */
final class Download extends Transfer<Path> {

    private static final int MOST_HOPS = 5;

    private final Attachment attachment;
    private final Path target;
    private final long most;
    private final Consumer<Transfer<?>> onOver;
    private volatile @Nullable Path part;

    Download(Attachment attachment, Path target, long most, FileHost host, Web web, Consumer<Transfer<?>> onOver) {
        super(
                attachment.fileName(),
                host,
                web,
                new FileProgress(Phase.WAITING, 0, attachment.details().size(), 1));
        this.attachment = attachment;
        this.target = target;
        this.most = attachment.details().isSizeKnown()
                ? Math.min(most, attachment.details().size())
                : most;
        this.onOver = onOver;
    }

    @OnLoop
    void begin() {
        FileDetails details = attachment.details();
        if (details.size() > most) {
            fail(Failures.refused(
                    Origin.PEER, "The file has " + details.size() + " bytes, and may have " + most + " at most"));
            return;
        }
        away(() -> {
            try {
                Path folder = target.toAbsolutePath().getParent();
                if (folder == null || Files.exists(target)) {
                    throw new FileAlreadyExistsException(target + " exists");
                }
                Path beside = Files.createTempFile(folder, ".", ".part");
                web().client();
                host().loop().execute(() -> {
                    part = beside;
                    if (isOver()) {
                        forget(beside);
                    } else {
                        get(attachment.uri(), 0);
                    }
                });
            } catch (IOException e) {
                then(() -> fail(FileBody.notWritten(e)));
            } catch (DuetException e) {
                then(() -> fail(e.failure()));
            }
        });
    }

    private void get(URI uri, int hops) {
        Path into = part;
        if (!web().allows(uri) || into == null) {
            fail(Failures.notAllowed());
            return;
        }
        become(Phase.TRANSFERRING, attachment.details().size(), 1);
        AtomicLong bytes = new AtomicLong();
        CompletableFuture<HttpResponse<String>> exchange;
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).GET().build();
            exchange = web().client().sendAsync(request, head -> body(head, into, bytes));
        } catch (IllegalArgumentException e) {
            fail(Failures.refused(Origin.PEER, "The URL is none that HTTP has"));
            return;
        }
        watch(exchange, bytes, () -> fail(Failures.silent(web().patience())));
        exchange.whenComplete((answer, thrown) -> then(() -> {
            if (!isDone(exchange)) {
                return;
            }
            if (thrown != null) {
                fail(Failures.of(thrown));
            } else if (answer.statusCode() == Failures.SUCCESS) {
                came(into, bytes.get(), answer.body());
            } else if (answer.statusCode() / 100 == 3) {
                follow(uri, answer, hops);
            } else {
                fail(Failures.status(answer.statusCode()));
            }
        }));
    }

    private BodySubscriber<String> body(HttpResponse.ResponseInfo head, Path into, AtomicLong bytes) {
        if (head.statusCode() != Failures.SUCCESS) {
            return BodySubscribers.replacing("");
        }
        long announced = head.headers().firstValueAsLong("Content-Length").orElse(FileDetails.UNKNOWN);
        if (announced > most) {
            throw new DuetException(FileBody.tooLarge(most));
        }
        long size = announced == FileDetails.UNKNOWN ? attachment.details().size() : announced;
        return new FileBody(into, most, bytes, count -> counted(count, size));
    }

    private void follow(URI from, HttpResponse<?> answer, int hops) {
        String location = answer.headers().firstValue("Location").orElse("");
        URI to;
        try {
            to = from.resolve(URI.create(location));
        } catch (IllegalArgumentException e) {
            fail(Failures.refused(Origin.SERVER, "The file's server leads nowhere"));
            return;
        }
        if (hops == MOST_HOPS || location.isEmpty()) {
            fail(Failures.refused(Origin.SERVER, "The file's server leads from one place to the next"));
        } else {
            get(to, hops + 1);
        }
    }

    private void came(Path into, long size, String sha256) {
        FileDetails told = attachment.details();
        if (told.isSizeKnown() && told.size() != size) {
            fail(Failures.refused(
                    Origin.PEER, "The file has " + size + " bytes instead of the " + told.size() + " announced"));
        } else if (!told.sha256().isEmpty() && !told.sha256().equals(sha256)) {
            fail(Failures.refused(Origin.PEER, "The file is another than was announced: its SHA-256 differs"));
        } else {
            away(() -> put(into));
        }
    }

    private void put(Path into) {
        try {
            Files.move(into, target);
            then(() -> succeed(target));
        } catch (IOException e) {
            then(() -> fail(FileBody.notWritten(e)));
        }
    }

    @Override
    void over() {
        Path beside = part;
        if (beside != null) {
            forget(beside);
        }
        onOver.accept(this);
    }

    private void forget(Path beside) {
        Runnable deletion = () -> {
            try {
                Files.deleteIfExists(beside);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try {
            host().blocking().execute(deletion);
        } catch (java.util.concurrent.RejectedExecutionException e) {
            deletion.run(); // Duet closes: better here than never
        }
    }
}

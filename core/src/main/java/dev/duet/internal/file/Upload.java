package dev.duet.internal.file;

import dev.duet.internal.loop.Promise;
import dev.duet.model.Attachment;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Origin;
import dev.duet.model.FileDetails;
import dev.duet.model.FileProgress;
import dev.duet.model.FileProgress.Phase;
import dev.duet.model.LinkPhase;
import dev.duet.model.Message;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.OutgoingFile;
import dev.duet.model.Protocol;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.spi.UploadLink;
import dev.duet.spi.UploadSlot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way to the server: its hash, a place for it, the bytes, the message. What breaks off is tried again, at
 * the same place first: the server may not know that it broke off, or may have all of it; then at another.
 */
final class Upload extends Transfer<Message> {

    private static final int MOST_ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final OutgoingFile file;
    private final Sender sender;
    private final Consumer<Transfer<?>> onOver;
    private FileDetails details;
    private int attempts;
    private boolean waitsForLink;
    private @Nullable UploadSlot again;
    private Loop.Timer pause = () -> {};

    /** Sends the message that tells of the file. */
    interface Sender {
        void send(Text text, Promise<Message> promise);
    }

    Upload(OutgoingFile file, FileHost host, Web web, Sender sender, Consumer<Transfer<?>> onOver) {
        super(file.details().name(), host, web, new FileProgress(Phase.PREPARING, 0, FileDetails.UNKNOWN, 0));
        this.file = file;
        this.sender = sender;
        this.onOver = onOver;
        this.details = file.details();
    }

    @OnLoop
    void begin() {
        if (host().xmpp().isEmpty()) {
            fail(Failures.unsupported("Files need an XMPP half: this account has none"));
            return;
        }
        away(() -> {
            try (InputStream in = file.content().open()) {
                long size = file.content().size();
                AtomicLong read = new AtomicLong();
                String hash = Hashes.of(new CountedInput(in, size, read, this::hashed, broken -> {}));
                web().client();
                then(() -> prepared(size, hash));
            } catch (IOException | UncheckedIOException e) {
                then(() -> fail(Failures.unreadable(e)));
            } catch (DuetException e) {
                then(() -> fail(e.failure()));
            }
        });
    }

    private void hashed(long bytes) {
        if (isOver()) {
            throw new UncheckedIOException(new IOException("nobody wants it any more"));
        }
    }

    private void prepared(long size, String hash) {
        String guess = URLConnection.guessContentTypeFromName(name());
        String type = !details.mediaType().isEmpty()
                ? details.mediaType()
                : guess != null && FileDetails.isMediaType(guess) ? guess : "application/octet-stream";
        details = details.withContent(size, hash).withMediaType(type);
        begin(null);
    }

    /** Tries, when the half is online. */
    private void begin(@Nullable UploadSlot slot) {
        again = slot;
        become(Phase.WAITING, details.size(), attempts);
        waitsForLink = host().phases().get(Protocol.XMPP) != LinkPhase.ONLINE;
        if (!waitsForLink) {
            attempt();
        }
    }

    /** A half went online, or is so no more. */
    @OnLoop
    void linkMoved() {
        if (waitsForLink && !isOver() && host().phases().get(Protocol.XMPP) == LinkPhase.ONLINE) {
            waitsForLink = false;
            attempt();
        }
    }

    private void attempt() {
        UploadSlot known = again;
        if (known != null) {
            put(known, false);
            return;
        }
        UploadLink uploads =
                host().link(Protocol.XMPP).flatMap(link -> link.uploads()).orElse(null);
        if (uploads == null) {
            fail(Failures.unsupported("XMPP takes no files here"));
            return;
        }
        long operation = host().operations()
                .ask(UploadSlot.class, slot -> then(() -> slotted(slot)), failure -> then(() -> notSlotted(failure)));
        uploads.requestSlot(operation, details.name(), details.size(), details.mediaType());
    }

    private void notSlotted(Failure failure) {
        boolean passing = failure.kind() == Failure.Kind.NETWORK || failure.kind() == Failure.Kind.TIMEOUT;
        if (passing) {
            attempts++;
            again(null, failure);
        } else {
            fail(failure);
        }
    }

    private void slotted(UploadSlot slot) {
        if (web().allows(slot.put()) && web().allows(slot.get())) {
            put(slot, true);
        } else {
            fail(Failures.notAllowed());
        }
    }

    private void put(UploadSlot slot, boolean isNew) {
        attempts++;
        long size = details.size();
        become(Phase.TRANSFERRING, size, attempts);
        AtomicLong bytes = new AtomicLong();
        AtomicReference<@Nullable IOException> broken = new AtomicReference<>();
        CompletableFuture<HttpResponse<Void>> exchange;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(slot.put())
                    .header("Content-Type", details.mediaType())
                    .PUT(body(size, bytes, broken));
            slot.headers().forEach(request::header);
            exchange = web().client().sendAsync(request.build(), BodyHandlers.discarding());
        } catch (IllegalArgumentException e) {
            fail(Failures.refused(Origin.SERVER, "The server's place for the file is none that HTTP has"));
            return;
        }
        watch(exchange, bytes, () -> again(slot, Failures.silent(web().patience())));
        exchange.whenComplete((answer, thrown) -> then(() -> {
            if (!isDone(exchange)) {
                return; // given up before
            }
            IOException cause = broken.get();
            if (cause != null) {
                fail(Failures.unreadable(cause));
            } else if (thrown != null) {
                Failure failure = Failures.of(thrown);
                if (failure.retry() == Failure.Retry.NEVER) {
                    fail(failure);
                } else {
                    again(isNew ? slot : null, failure);
                }
            } else {
                answered(slot, isNew, answer.statusCode());
            }
        }));
    }

    private BodyPublisher body(long size, AtomicLong bytes, AtomicReference<@Nullable IOException> broken) {
        if (size == 0) {
            return BodyPublishers.noBody();
        }
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    bytes.set(0);
                    try {
                        return new CountedInput(
                                file.content().open(), size, bytes, count -> counted(count, size), broken::set);
                    } catch (IOException e) {
                        broken.set(e);
                        throw new UncheckedIOException(e);
                    }
                }),
                size);
    }

    private void answered(UploadSlot slot, boolean isNew, int status) {
        if (status / 100 * 100 == Failures.SUCCESS) {
            tell(slot);
        } else if (Failures.isTooLarge(status)) {
            fail(Failures.status(status));
        } else if (!isNew || Failures.status(status).retry() != Failure.Retry.NEVER) {
            again(null, Failures.status(status)); // that place is used up, or the server is not well
        } else {
            fail(Failures.status(status));
        }
    }

    private void again(@Nullable UploadSlot slot, Failure failure) {
        if (attempts >= MOST_ATTEMPTS) {
            fail(failure);
            return;
        }
        become(Phase.WAITING, details.size(), attempts);
        pause = host().loop().schedule(FIRST_PAUSE.multipliedBy(1L << (attempts - 1)), () -> then(() -> begin(slot)));
    }

    private void tell(UploadSlot slot) {
        become(Phase.SENDING, details.size(), attempts);
        Promise<Message> sent = new Promise<>(Runnable::run);
        sent.future()
                .whenComplete((message, thrown) -> then(() -> {
                    if (message != null) {
                        succeed(message);
                    } else {
                        fail(failure(thrown));
                    }
                }));
        Attachment attachment = new Attachment(slot.get(), file.description(), details);
        sender.send(new Text(slot.get().toString(), null, List.of(attachment), false), sent);
    }

    private static Failure failure(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return cause instanceof DuetException known ? known.failure() : Failures.of(thrown);
    }

    @Override
    void over() {
        pause.cancel();
        onOver.accept(this);
    }
}

package dev.duet.internal.file;

import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Origin;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What comes of a file goes to disk, and no more than may. It results in the SHA-256 of what came. */
final class FileBody implements BodySubscriber<String> {

    private final Path target;
    private final long most;
    private final AtomicLong bytes;
    private final LongConsumer counted;
    private final MessageDigest digest = Hashes.sha256();
    private final CompletableFuture<String> result = new CompletableFuture<>();
    private @Nullable OutputStream out; // this and the next: one signal at a time (Flow.Subscriber)
    private @Nullable Subscription subscription;

    FileBody(Path target, long most, AtomicLong bytes, LongConsumer counted) {
        this.target = target;
        this.most = most;
        this.bytes = bytes;
        this.counted = counted;
    }

    @Override
    public CompletionStage<String> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        try {
            out = Files.newOutputStream(target);
        } catch (IOException e) {
            stop(new DuetException(notWritten(e), e));
            return;
        }
        begun.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        OutputStream open = out;
        Subscription more = subscription;
        if (open == null || more == null) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            if (bytes.get() + buffer.remaining() > most) {
                stop(new DuetException(tooLarge(most)));
                return;
            }
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            try {
                open.write(chunk);
            } catch (IOException e) {
                stop(new DuetException(notWritten(e), e));
                return;
            }
            digest.update(chunk);
            counted.accept(bytes.addAndGet(chunk.length));
        }
        more.request(1);
    }

    @Override
    public void onError(Throwable thrown) {
        shut();
        result.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        IOException lost = shut();
        if (lost == null) {
            result.complete(Hashes.hex(digest));
        } else {
            result.completeExceptionally(new DuetException(notWritten(lost), lost));
        }
    }

    private void stop(DuetException why) {
        shut();
        Subscription more = subscription;
        if (more != null) {
            more.cancel();
        }
        result.completeExceptionally(why);
    }

    private @Nullable IOException shut() {
        OutputStream open = out;
        out = null;
        try {
            if (open != null) {
                open.close();
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    static Failure tooLarge(long most) {
        return Failures.refused(Origin.PEER, "The file is larger than the " + most + " bytes that it may have");
    }

    static Failure notWritten(IOException why) {
        return Failures.refused(Origin.LOCAL, "The file cannot be written: " + why.getMessage());
    }
}

package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.api.FileTransfer;
import dev.duet.api.Room;
import dev.duet.api.event.FileTransferChanged;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.Futures;
import dev.duet.model.Attachment;
import dev.duet.model.Failure;
import dev.duet.model.FileDetails;
import dev.duet.model.FileProgress;
import dev.duet.model.FileProgress.Phase;
import dev.duet.model.Message;
import dev.duet.model.OutgoingFile;
import dev.duet.model.Thumbnail;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.Direction;
import dev.duet.sandbox.wire.TcpWire;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files between two people, by a real server that takes files of at most 1 MiB behind a wire, and has rooms. */
abstract class FilePeerTest extends AtServer {

    private static final int MOST = 1024 * 1024;

    private final byte[] bytes = new byte[700_000];
    private final BlockingQueue<MessageReceived> heard = new LinkedBlockingQueue<>();
    private final List<FileProgress> progress = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private TcpWire wire;
    private Account alice;
    private Account bob;
    private Conversation toBob;

    /** Puts a wire between the users and the port of the server's files, on which somebody will listen. */
    int wireTo(int port) {
        wire = TcpWire.start(new InetSocketAddress("127.0.0.1", port), 363);
        return wire.port();
    }

    @AfterAll
    void closeWire() {
        wire.close();
    }

    @BeforeEach
    void signIn() {
        new Random(363).nextBytes(bytes);
        heard.clear();
        progress.clear();
        alice = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
        bob = PeerAccounts.xmpp(server(), "bob", Encryption.STARTTLS);
        Futures.await(alice.connect());
        Futures.await(bob.connect());
        bob.on(MessageReceived.class, heard::add);
        alice.on(FileTransferChanged.class, changed -> progress.add(changed.progress()));
        toBob = alice.conversation("bob@" + XmppPeer.DOMAIN);
    }

    @AfterEach
    void signOut() {
        wire.resume();
        alice.close();
        bob.close();
    }

    /** The next message that the server has not kept from an earlier test. */
    private Message next() {
        MessageReceived received = Futures.next(heard);
        return received.message().delayed() ? next() : received.message();
    }

    private byte[] fetched(Message message) throws IOException {
        Attachment attachment = message.details().attachments().get(0);
        Path target = folder.resolve(UUID.randomUUID() + "-" + attachment.fileName());
        FileTransfer<Path> download =
                bob.conversation("alice@" + XmppPeer.DOMAIN).download(attachment, target, MOST);
        assertEquals(target, Futures.await(download.result()));
        assertEquals(Phase.DONE, download.progress().phase());
        assertEquals(download.progress().size(), download.progress().transferred());
        return Files.readAllBytes(target);
    }

    private List<Phase> phases() {
        return progress.stream().map(FileProgress::phase).distinct().toList();
    }

    @Test
    void aFileArrivesWithAllThatIsToldOfIt() throws IOException {
        Path picture = Files.write(folder.resolve("tea & biscuits ü.png"), bytes);
        Thumbnail thumbnail = Thumbnail.of("image/png", new byte[] {1, 2, 3}, 2, 1);
        FileTransfer<Message> upload = toBob.sendFile(OutgoingFile.of(picture)
                .withDescription("Tea")
                .withSides(640, 480)
                .withThumbnail(thumbnail));
        Message sent = Futures.await(upload.result());
        Message got = next();
        assertEquals(sent.details().attachments(), got.details().attachments());
        Attachment attachment = got.details().attachments().get(0);
        assertEquals(attachment.uri().toString(), got.body());
        assertEquals("https", attachment.uri().getScheme());
        assertEquals("Tea", attachment.description());
        FileDetails details = attachment.details();
        assertEquals("tea & biscuits ü.png", details.name());
        assertEquals("image/png", details.mediaType());
        assertEquals(bytes.length, details.size());
        assertEquals(thumbnail, details.thumbnail());
        assertEquals(640, details.width());
        assertArrayEquals(bytes, fetched(got));

        assertEquals(Phase.DONE, upload.progress().phase());
        assertEquals(1, upload.progress().attempts());
        await("all is told").until(() -> phases().contains(Phase.DONE));
        assertEquals(List.of(Phase.WAITING, Phase.TRANSFERRING, Phase.SENDING, Phase.DONE), phases());
        List<Long> steps = progress.stream()
                .filter(step -> step.phase() == Phase.TRANSFERRING)
                .map(FileProgress::transferred)
                .toList();
        assertTrue(steps.size() > 10 && steps.size() < 110, steps.toString());
        assertEquals(steps.stream().sorted().toList(), steps);
    }

    @Test
    void aRoomGetsAFileAsOnePersonDoes() throws IOException {
        String address = "files-" + UUID.randomUUID() + "@rooms." + XmppPeer.DOMAIN;
        Room room = Futures.await(alice.rooms().join(address, "Alice"));
        Futures.await(bob.rooms().join(address, "Bob"));
        await("Alice sees Bob").until(() -> room.occupant("Bob").isPresent());
        Message sent = Futures.await(room.conversation()
                .sendFile(OutgoingFile.of("notes.txt", bytes))
                .result());
        Message got = next();
        assertEquals(sent.details().attachments(), got.details().attachments());
        assertEquals("text/plain", got.details().attachments().get(0).details().mediaType());
        assertArrayEquals(bytes, fetched(got));
    }

    /** XEP-0363 asks for a size above 0, and some servers do, too. */
    boolean takesEmptyFiles() {
        return true;
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        if (!takesEmptyFiles()) {
            CompletableFuture<Message> refused =
                    toBob.sendFile(OutgoingFile.of("nothing.bin", new byte[0])).result();
            assertEquals(Failure.Kind.REFUSED, Futures.failure(refused).kind());
            return;
        }
        Futures.await(
                toBob.sendFile(OutgoingFile.of("nothing.bin", new byte[0])).result());
        assertEquals(0, fetched(next()).length);
    }

    /** Some of it, then nothing until it may go on. */
    private final class Stopping implements OutgoingFile.Content {
        private final AtomicBoolean hashed = new AtomicBoolean();
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            InputStream all = new ByteArrayInputStream(bytes);
            return hashed.compareAndSet(false, true)
                    ? all
                    : new FilterInputStream(all) {
                        private int read;

                        @Override
                        public int read(byte[] into, int from, int length) throws IOException {
                            if (read > 200_000) {
                                awaitLeave();
                            }
                            int now = super.read(into, from, length);
                            read += now;
                            return now;
                        }
                    };
        }

        private void awaitLeave() {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void whoCancelsInTheMiddleSendsNothing() {
        Stopping content = new Stopping();
        FileTransfer<Message> upload = toBob.sendFile(OutgoingFile.of("half.bin", content));
        await("some of it").until(() -> upload.progress().transferred() > 100_000);
        upload.cancel();
        assertEquals(Failure.Kind.CLOSED, Futures.failure(upload.result()).kind());
        content.goOn.countDown();
        assertEquals(Phase.CANCELLED, upload.progress().phase());
        assertTrue(upload.progress().transferred() < bytes.length);
        Futures.await(toBob.send("Never mind"));
        assertEquals("Never mind", next().body());
    }

    @Test
    void whatIsTooLargeIsRefusedWithTheBound() {
        Failure failure = Futures.failure(
                toBob.sendFile(OutgoingFile.of("huge.bin", new byte[MOST + 1])).result());
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(Failure.Retry.NEVER, failure.retry());
        assertTrue(failure.message().contains(Integer.toString(MOST)), failure.message());
    }

    @Test
    void whatBreaksOffIsTriedAgainAndToldOnce() throws IOException {
        wire.cutAfter(Direction.UP, 300_000, Cut.RESET);
        FileTransfer<Message> upload = toBob.sendFile(OutgoingFile.of("again.bin", bytes));
        await("broken off")
                .until(() -> progress.stream().anyMatch(step -> step.phase() == Phase.WAITING && step.attempts() == 1));
        wire.resume();
        Futures.await(upload.result());
        assertTrue(upload.progress().attempts() > 1, upload.progress().toString());
        assertArrayEquals(bytes, fetched(next()));
        Futures.await(toBob.send("That was it"));
        assertEquals("That was it", next().body());
    }

    @Test
    void aServerByAnotherNameThanItsCertificatesIsNotBelieved() {
        URI elsewhere = URI.create("https://127.0.0.1:" + wire.port() + "/x");
        Failure failure = Futures.failure(bob.conversation("alice@" + XmppPeer.DOMAIN)
                .download(new Attachment(elsewhere, ""), folder.resolve("x"), MOST)
                .result());
        assertEquals(Failure.Kind.TLS, failure.kind());
        assertEquals(Failure.Retry.NEVER, failure.retry());
    }

    @Test
    void whatIsNotAsAnnouncedLeavesNothing() {
        Futures.await(toBob.sendFile(OutgoingFile.of("a.txt", bytes)).result());
        Attachment told = next().details().attachments().get(0);
        Conversation from = bob.conversation("alice@" + XmppPeer.DOMAIN);
        Path target = folder.resolve("a.txt");
        FileDetails other = told.details().withContent(bytes.length, "0".repeat(64));
        FileDetails smaller = told.details().withContent(bytes.length - 1L, "");
        FileDetails larger = told.details().withContent(bytes.length + 1L, "");
        for (FileDetails wrong : List.of(other, smaller, larger)) {
            Attachment lie = new Attachment(told.uri(), "", wrong);
            Failure failure = Futures.failure(from.download(lie, target, MOST).result());
            assertEquals(Failure.Kind.REFUSED, failure.kind());
        }
        Attachment nowhere = new Attachment(told.uri().resolve("/nowhere/" + UUID.randomUUID()), "");
        assertFalse(Arrays.asList(Failure.Kind.NETWORK, Failure.Kind.TLS)
                .contains(Futures.failure(from.download(nowhere, target, MOST).result())
                        .kind()));
        await("nothing is left").until(() -> {
            try (Stream<Path> files = Files.list(folder)) {
                return files.toList().isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

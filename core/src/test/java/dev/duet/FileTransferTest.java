package dev.duet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Conversation;
import dev.duet.api.FileTransfer;
import dev.duet.api.event.FileTransferChanged;
import dev.duet.model.AccountConfig;
import dev.duet.model.Attachment;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Retry;
import dev.duet.model.FileDetails;
import dev.duet.model.FileProgress.Phase;
import dev.duet.model.Message;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.OutgoingFile;
import dev.duet.model.Trust;
import dev.duet.spi.UploadSlot;
import dev.duet.testing.FakeLink;
import dev.duet.testing.TinyWeb;
import dev.duet.testing.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files to and from a server that does what it should not. */
class FileTransferTest {

    private static final byte[] TEA = "Tea?".getBytes(StandardCharsets.UTF_8);
    private static final String CREATED = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";

    private final TinyWeb web = new TinyWeb();
    private World world = world(Trust.insecure());
    private Conversation chat = world.account.conversation("bob@example.com");

    @TempDir
    Path folder;

    private static World world(Trust trust) {
        return new World(AccountConfig.builder("Alice")
                        .sip("alice@example.com", "secret")
                        .xmpp("alice@example.com", "secret", half -> half.trust(trust))
                        .build())
                .online();
    }

    @AfterEach
    void close() throws IOException {
        world.close();
        web.close();
    }

    private FakeLink xmpp() {
        return world.xmpp.link();
    }

    private static Failure failure(World world, FileTransfer<?> transfer) {
        CompletionException failed = assertThrows(CompletionException.class, () -> world.done(transfer.result()));
        return ((DuetException) failed.getCause()).failure();
    }

    private Failure failure(FileTransfer<?> transfer) {
        return failure(world, transfer);
    }

    private void slot(String path) {
        xmpp().slot = new UploadSlot(web.uri(path), Map.of("Authorization", "Basic x"), web.uri("/get" + path));
    }

    private FileTransfer<Message> send() {
        return chat.sendFile(OutgoingFile.of("tea.txt", TEA));
    }

    private long slots() {
        return xmpp().did.stream().filter(what -> what.startsWith("slot ")).count();
    }

    // --- uploads

    @Test
    void aFileGoesToItsPlaceAndIsTold() {
        slot("/a");
        web.says("/a", CREATED);
        Message sent = world.done(send().result());
        assertEquals(
                List.of("slot tea.txt 4 text/plain"),
                xmpp().did.stream().filter(what -> what.startsWith("slot ")).toList());
        TinyWeb.Request put = web.requests.get(0);
        assertArrayEquals(TEA, put.body());
        assertTrue(put.head().startsWith("PUT /a HTTP/1.1\r\n"), put.head());
        assertTrue(put.head().contains("\r\nAuthorization: Basic x\r\n"), put.head());
        assertTrue(put.head().contains("\r\nContent-Type: text/plain\r\n"), put.head());
        Attachment told = sent.details().attachments().get(0);
        assertEquals(web.uri("/get/a"), told.uri());
        assertEquals(4, told.details().size());
        assertEquals(64, told.details().sha256().length());
        assertEquals(List.of(new Text(web.uri("/get/a").toString(), null, List.of(told), false)), xmpp().sent);
        assertEquals(List.of(sent), chat.history());
    }

    @Test
    void aFileWaitsForTheConnection() {
        slot("/a");
        web.says("/a", CREATED);
        xmpp().lose();
        world.run();
        FileTransfer<Message> upload = send();
        world.until("it waits", () -> upload.progress().phase() == Phase.WAITING);
        assertEquals(0, slots());
        xmpp().goOnline();
        world.done(upload.result());
        assertEquals(1, xmpp().sent.size());
    }

    @Test
    void whatFailsForNowIsTriedAgainSixTimesInAll() {
        slot("/a");
        web.says("/a", "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
        FileTransfer<Message> upload = send();
        for (int attempt = 1; attempt < 6; attempt++) {
            int now = attempt;
            world.until(
                    "attempt " + attempt,
                    () -> upload.progress().phase() == Phase.WAITING
                            && upload.progress().attempts() == now);
            world.pass(Duration.ofSeconds(1L << (attempt - 1)).minusMillis(1));
            assertEquals(attempt, slots());
            world.pass(Duration.ofMillis(1));
        }
        Failure failure = failure(upload);
        assertEquals(Kind.REFUSED, failure.kind());
        assertEquals(Retry.LATER, failure.retry());
        assertEquals(6, slots());
        assertEquals(List.of(), xmpp().sent);
    }

    @Test
    void whatBreaksOffIsTriedAtTheSamePlaceThenAtAnother() {
        slot("/a");
        web.says("/a", "HTTP/1.1 2");
        FileTransfer<Message> upload = send();
        world.until(
                "broken off",
                () -> upload.progress().attempts() == 1 && upload.progress().phase() == Phase.WAITING);
        world.pass(Duration.ofSeconds(1));
        world.until(
                "again",
                () -> upload.progress().attempts() == 2 && upload.progress().phase() == Phase.WAITING);
        assertEquals(1, slots());
        slot("/b");
        web.says("/b", CREATED);
        world.pass(Duration.ofSeconds(2));
        world.done(upload.result());
        assertEquals(2, slots());
        assertEquals(1, xmpp().sent.size());
    }

    @Test
    void aPlaceThatIsUsedUpLeadsToAnother() {
        slot("/a");
        web.says("/a", "");
        FileTransfer<Message> upload = send();
        world.until("it is put", () -> web.requests.size() == 1);
        web.says("/a", "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n").says("/b", CREATED);
        slot("/b");
        world.until("done", () -> {
            if (upload.progress().attempts() == 1 || upload.progress().phase() == Phase.WAITING) {
                world.pass(Duration.ofSeconds(1)); // and none while the web server answers
            }
            return upload.result().isDone();
        });
        assertEquals(3, upload.progress().attempts());
        assertEquals(2, slots());
        assertEquals(Phase.DONE, upload.progress().phase());
        assertEquals(1, xmpp().sent.size());
    }

    @ParameterizedTest
    @CsvSource({"413,REFUSED", "403,REFUSED", "404,NOT_FOUND", "301,REFUSED"})
    void whatIsRefusedIsNotTriedAgain(int status, Kind kind) {
        slot("/a");
        web.says("/a", "HTTP/1.1 " + status + " No\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
        assertEquals(kind, failure(send()).kind());
        assertEquals(1, web.requests.size());
        assertEquals(List.of(), xmpp().sent);
    }

    @Test
    void withoutAPlaceThereIsNoFile() {
        xmpp().refuses = Failure.of(Kind.UNSUPPORTED, Failure.Origin.SERVER, Retry.NEVER, "No files");
        assertEquals(Kind.UNSUPPORTED, failure(send()).kind());
    }

    @Test
    void aFileThatCannotBeReadIsNone() {
        slot("/a");
        Failure failure = failure(chat.sendFile(OutgoingFile.of(folder.resolve("missing.txt"))));
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertEquals(Failure.Origin.LOCAL, failure.origin());
    }

    @Test
    void aFileThatChangesMeanwhileIsNone() {
        slot("/a");
        web.says("/a", CREATED);
        AtomicInteger opened = new AtomicInteger();
        FileTransfer<Message> upload = chat.sendFile(OutgoingFile.of("x", new OutgoingFile.Content() {
            @Override
            public long size() {
                return 4;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(TEA, 0, opened.getAndIncrement() == 0 ? 4 : 3);
            }
        }));
        Failure failure = failure(upload);
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertTrue(failure.message().contains("size changed"), failure.message());
    }

    @Test
    void whoHasNoXmppHasNoPlace() {
        World sip = new World(AccountConfig.builder("Alice")
                        .sip("alice@example.com", "secret")
                        .build())
                .online();
        FileTransfer<Message> upload =
                sip.account.conversation("sip:bob@example.com").sendFile(OutgoingFile.of("tea.txt", TEA));
        assertEquals(Kind.UNSUPPORTED, failure(sip, upload).kind());
        sip.close();
    }

    @Test
    void whoHasSipAloneGetsTheUrl() {
        slot("/a");
        web.says("/a", CREATED);
        world.done(world.account
                .conversation("sip:carol@example.org")
                .sendFile(OutgoingFile.of("tea.txt", TEA))
                .result());
        Text sent = (Text) world.sip.link().sent.get(0);
        assertEquals(web.uri("/get/a").toString(), sent.body());
    }

    @Test
    void whoWantsProtectionPutsNothingElsewhere() {
        World careful = world(Trust.system());
        careful.xmpp.link().slot = new UploadSlot(web.uri("/a"), Map.of(), web.uri("/a"));
        Conversation safe = careful.account.conversation("bob@example.com");
        assertEquals(
                Kind.REFUSED,
                failure(careful, safe.sendFile(OutgoingFile.of("tea.txt", TEA))).kind());
        Attachment there = new Attachment(web.uri("/a"), "");
        assertEquals(
                Kind.REFUSED,
                failure(careful, safe.download(there, folder.resolve("a"), 10)).kind());
        assertEquals(List.of(), web.requests);
        careful.close();
    }

    @Test
    void aCancelledUploadIsOver() {
        slot("/a");
        web.says("/a", "");
        FileTransfer<Message> upload = send();
        world.until("it is put", () -> web.requests.size() == 1);
        upload.cancel();
        assertEquals(Kind.CLOSED, failure(upload).kind());
        assertEquals(Phase.CANCELLED, upload.progress().phase());
        upload.cancel();
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), xmpp().sent);
        assertEquals(1, slots());
        assertEquals(
                Phase.CANCELLED,
                world.last(FileTransferChanged.class).progress().phase());
    }

    @Test
    void anAccountThatClosesEndsItsTransfers() {
        slot("/a");
        web.says("/a", "");
        FileTransfer<Message> upload = send();
        world.until("it is put", () -> web.requests.size() == 1);
        world.close();
        assertEquals(Kind.CLOSED, failure(upload).kind());
    }

    // --- downloads

    private FileTransfer<Path> fetch(String path, FileDetails details, long most) {
        return chat.download(new Attachment(web.uri(path), "", details), folder.resolve("tea.txt"), most);
    }

    private void assertNothingIsLeft() {
        world.until("nothing is left", () -> {
            try (Stream<Path> files = Files.list(folder)) {
                return files.findAny().isEmpty();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void aFileComesToItsTarget() throws IOException {
        web.says("/a", "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")
                .says("/b", ok("Tea?"));
        FileTransfer<Path> download = fetch("/a", FileDetails.NONE.withContent(4, ""), 4);
        assertEquals("Tea?", Files.readString(world.done(download.result())));
        assertEquals(Phase.DONE, download.progress().phase());
        assertEquals(4, download.progress().transferred());
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK|Content-Length: 9||123456789, REFUSED",
        "HTTP/1.1 200 OK|Content-Length: 99999999999||, REFUSED",
        "HTTP/1.1 200 OK||123456789, REFUSED",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||9|123456789|0||, REFUSED",
        "HTTP/1.1 200 OK|Content-Length: 3||123, REFUSED",
        "HTTP/1.1 200 OK|Content-Length: 8||123, NETWORK",
        "HTTP/1.1 200 OK|Content-Length: 8||12345678, REFUSED",
        "HTTP/1.1 404 Not Found|Content-Length: 0||, NOT_FOUND",
        "HTTP/1.1 410 Gone|Content-Length: 0||, NOT_FOUND",
        "HTTP/1.1 403 Forbidden|Content-Length: 0||, REFUSED",
        "HTTP/1.1 204 No Content||, REFUSED",
        "HTTP/1.1 302 Found|Location: file:///etc/passwd|Content-Length: 0||, REFUSED",
        "HTTP/1.1 302 Found|Location: javascript:x|Content-Length: 0||, REFUSED",
        "HTTP/1.1 302 Found|Location: http://me:secret@127.0.0.1/|Content-Length: 0||, REFUSED",
        "HTTP/1.1 302 Found|Location: /a|Content-Length: 0||, REFUSED",
        "HTTP/1.1 302 Found|Location: :|Content-Length: 0||, REFUSED",
        "HTTP/1.1 302 Found|Content-Length: 0||, REFUSED",
        "nonsense, NETWORK"
    })
    void whatIsNotTheFileIsNone(String answer, Kind kind) {
        web.says("/a", answer.replace("|", "\r\n"));
        FileDetails told = FileDetails.NONE.withContent(8, "0".repeat(64));
        assertEquals(kind, failure(fetch("/a", told, 100)).kind());
        assertNothingIsLeft();
        assertTrue(web.requests.size() < 7, "not for ever");
    }

    @Test
    void whatIsSaidToBeLargerThanWantedIsNotAskedFor() {
        assertEquals(
                Kind.REFUSED,
                failure(fetch("/a", FileDetails.NONE.withContent(101, ""), 100)).kind());
        assertEquals(List.of(), web.requests);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: 5||12345",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|12345|0||",
                "HTTP/1.1 200 OK||12345"
            })
    void whatIsLargerThanWantedIsNotKept(String answer) {
        web.says("/a", answer.replace("|", "\r\n"));
        assertEquals(Kind.REFUSED, failure(fetch("/a", FileDetails.NONE, 4)).kind());
        assertNothingIsLeft();
    }

    @Test
    void whatIsThereStaysThere() throws IOException {
        web.says("/a", ok("Tea?"));
        Path target = Files.writeString(folder.resolve("tea.txt"), "mine");
        assertEquals(Kind.REFUSED, failure(fetch("/a", FileDetails.NONE, 100)).kind());
        assertEquals("mine", Files.readString(target));
    }

    @Test
    void whereNoFolderIsNoFileComes() {
        FileTransfer<Path> download = chat.download(
                new Attachment(web.uri("/a"), ""), folder.resolve("none").resolve("tea.txt"), 100);
        assertEquals(Kind.REFUSED, failure(download).kind());
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        web.says("/a", "");
        FileTransfer<Path> download = fetch("/a", FileDetails.NONE, 100);
        world.until("it is asked", () -> web.requests.size() == 1);
        world.until("it is given up", () -> {
            world.pass(Duration.ofSeconds(5));
            return download.result().isDone();
        });
        assertEquals(Kind.TIMEOUT, failure(download).kind());
        assertNothingIsLeft();
    }

    @Test
    void aCancelledDownloadLeavesNothing() {
        web.says("/a", "");
        FileTransfer<Path> download = fetch("/a", FileDetails.NONE, 100);
        world.until("it is asked", () -> web.requests.size() == 1);
        download.cancel();
        assertEquals(Kind.CLOSED, failure(download).kind());
        assertNothingIsLeft();
        assertFalse(Files.exists(folder.resolve("tea.txt")));
    }
}

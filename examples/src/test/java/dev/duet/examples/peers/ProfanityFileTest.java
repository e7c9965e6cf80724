package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.Futures;
import dev.duet.model.Attachment;
import dev.duet.model.Message;
import dev.duet.model.OutgoingFile;
import dev.duet.model.XmppConfig.Encryption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files between Duet and profanity, by Prosody. */
@NeedsPeers({"prosody", "profanity", "tmux"})
@Tag("beside")
class ProfanityFileTest {

    @Test
    void filesGoBothWays(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[50_000];
        new Random(66).nextBytes(bytes);
        Path picture = Files.write(folder.resolve("summit.png"), bytes);
        int port = PeerProcess.freePort();
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        try (Prosody prosody = Prosody.startWithFiles(folder, port, port, "alice", "carol");
                Account alice = PeerAccounts.xmpp(prosody, "alice", Encryption.STARTTLS);
                Profanity carol = Profanity.start(folder, prosody, "carol")) {
            alice.on(MessageReceived.class, received -> heard.add(received.message()));
            Futures.await(alice.connect());
            Conversation chat = alice.conversation("carol@" + XmppPeer.DOMAIN);
            carol.type("/msg alice@" + XmppPeer.DOMAIN);
            Message sent = Futures.await(chat.sendFile(OutgoingFile.of(picture)).result());
            String url = sent.details().attachments().get(0).uri().toString();
            carol.awaitScreen(url.substring(0, 60));

            carol.type("/sendfile " + picture);
            Message got = Futures.next(heard);
            Attachment attachment = got.details().attachments().get(0);
            assertEquals(got.body(), attachment.uri().toString());
            assertEquals("summit.png", attachment.fileName());
            Path saved = Futures.await(chat.download(attachment, folder.resolve("saved.png"), bytes.length)
                    .result());
            assertArrayEquals(bytes, Files.readAllBytes(saved));
        }
    }
}

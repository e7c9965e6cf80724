package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Message;
import dev.duet.model.XmppConfig.Encryption;
import java.time.Duration;
import java.util.concurrent.Callable;

/** What tests with clients of somebody else's have in common. */
abstract class ForeignPeerTest extends AtServer {

    static String jid(String user) {
        return user + "@" + XmppPeer.DOMAIN;
    }

    /** Signs in a user whom everybody may see who asks. */
    Account duet(String user) {
        Account duet = Duet.open(AccountConfig.builder(user)
                .xmpp(jid(user), XmppPeer.PASSWORD, PeerAccounts.at(server(), Encryption.STARTTLS))
                .acceptContacts(true)
                .build());
        Futures.await(duet.connect());
        return duet;
    }

    static void until(String what, Callable<Boolean> condition) {
        await(what).atMost(Duration.ofSeconds(30)).until(condition);
    }

    static Message heard(Conversation chat, String body) {
        until(body, () -> Said.find(chat, body).isPresent());
        return Said.find(chat, body).orElseThrow();
    }
}

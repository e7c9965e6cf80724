package dev.duet.examples.e2e;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.api.event.MessageReceived;
import dev.duet.jdbc.JdbcStore;
import dev.duet.model.AccountConfig;
import dev.duet.model.Trust;
import java.nio.file.Path;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Chats until it is killed, and says on its standard output what it was told: {@code sent} and {@code got} with a text,
 * when the account has acknowledged that.
 */
final class KilledChatProcess {

    private KilledChatProcess() {}

    /** Arguments: the database, the port of the server, its authority, own address, password, the other, a prefix. */
    public static void main(String[] arguments) {
        JdbcDataSource file = new JdbcDataSource();
        file.setURL(url(Path.of(arguments[0])));
        AccountConfig config = AccountConfig.builder("Alice")
                .xmpp(arguments[3], arguments[4], half -> half.server("127.0.0.1", Integer.parseInt(arguments[1]))
                        .trust(Trust.authorities(Path.of(arguments[2])))
                        .timeout(Duration.ofSeconds(20)))
                .acceptContacts(true)
                .build();
        Account alice =
                Duet.builder().messageStore(JdbcStore.on(file).messages()).open(config);
        alice.on(MessageReceived.class, event -> say("got", event.message().body()));
        alice.connect().join();
        say("ready", "");
        Conversation bob = alice.conversation(arguments[5]);
        for (int number = 0; ; number++) {
            String text = arguments[6] + number;
            bob.send(text).join();
            say("sent", text);
            if (number % 7 == 0) {
                bob.markRead();
            }
        }
    }

    static String url(Path database) {
        return "jdbc:h2:" + database;
    }

    private static void say(String what, String text) {
        System.out.println(what + " " + text);
        System.out.flush();
    }
}

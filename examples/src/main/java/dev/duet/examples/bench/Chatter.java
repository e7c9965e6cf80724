package dev.duet.examples.bench;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.bench.yardstick.BareSmack;
import dev.duet.model.AccountConfig;
import dev.duet.model.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Who chats in {@code bench xmpp}, in a JVM of its own. */
enum Chatter {
    /** Smack's TCP connection as it is. */
    SMACK {
        @Override
        Line line(XmppPlace place) throws Exception {
            BareSmack one = BareSmack.signIn(place.port(), place.domain(), one(), place.password(), place.authority());
            BareSmack other =
                    BareSmack.signIn(place.port(), place.domain(), other(), place.password(), place.authority());
            String to = other() + '@' + place.domain();
            return new Line() {
                @Override
                public void listen(Consumer<String> bodies) {
                    other.listen(bodies);
                }

                @Override
                public void send(String body) {
                    one.send(to, body);
                }

                @Override
                public void close() {
                    one.close();
                    other.close();
                }
            };
        }

        @Override
        Runnable many(XmppPlace place, int count) throws Exception {
            List<BareSmack> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(BareSmack.signIn(
                        place.port(), place.domain(), XmppPlace.user(i), place.password(), place.authority()));
            }
            return () -> all.forEach(BareSmack::close);
        }
    },
    /** Two accounts of Duet that do not see each other's presence: nobody is told that a message came. */
    DUET,
    /** Two accounts of Duet that do: each message is answered by a receipt (XEP-0184). */
    DUET_RECEIPTS;

    private static final long PATIENCE_SECONDS = 120;

    /** Who talks. */
    String one() {
        return name().toLowerCase(Locale.ROOT) + "-a";
    }

    /** Who listens. */
    String other() {
        return name().toLowerCase(Locale.ROOT) + "-b";
    }

    /** From one to the other. */
    interface Line extends AutoCloseable {

        /** Tells of each text that comes to the other, in order. */
        void listen(Consumer<String> bodies);

        /** Says something to the other. */
        void send(String body);

        @Override
        void close();
    }

    /** Signs two in. */
    Line line(XmppPlace place) throws Exception {
        Duet duet = Duet.builder().media(context -> new FixedMedia()).build();
        Account one = duet.account(config(place, one()));
        Account other = duet.account(config(place, other()));
        CompletableFuture.allOf(one.connect(), other.connect()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Conversation conversation = one.conversation(other() + '@' + place.domain());
        return new Line() {
            @Override
            public void listen(Consumer<String> bodies) {
                other.on(
                        MessageReceived.class,
                        event -> bodies.accept(event.message().body()));
            }

            @Override
            public void send(String body) {
                conversation.send(body);
            }

            @Override
            public void close() {
                duet.close();
            }
        };
    }

    /**
     * Signs many in, who do nothing then.
     *
     * @return signs them out
     */
    Runnable many(XmppPlace place, int count) throws Exception {
        Duet duet = Duet.builder().media(context -> new FixedMedia()).build();
        for (int i = 0; i < count; i++) {
            duet.account(config(place, XmppPlace.user(i))).connect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return duet::close;
    }

    private static AccountConfig config(XmppPlace place, String user) {
        return AccountConfig.builder(user)
                .xmpp(user + '@' + place.domain(), place.password(), half -> half.server("127.0.0.1", place.port())
                        .trust(Trust.authorities(place.authority())))
                .build();
    }
}

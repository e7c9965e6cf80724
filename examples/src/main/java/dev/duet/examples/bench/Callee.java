package dev.duet.examples.bench;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.bench.yardstick.BareJainSip;
import dev.duet.model.AccountConfig;
import dev.duet.model.MediaConfig;
import dev.duet.model.SipConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who takes the calls of {@code bench sip}, in a JVM of its own. */
enum Callee {
    /** An account of Duet, whose media carry nothing. */
    DUET {
        @Override
        void start(int server, int port) throws Exception {
            answering(Duet.builder().media(context -> new FixedMedia()).build(), server);
        }
    },
    /** An account of Duet with the media that calls have: a socket for each, and packets every 20 ms. */
    DUET_MEDIA {
        @Override
        void start(int server, int port) throws Exception {
            answering(Duet.builder().build(), server);
        }
    },
    /** JAIN-SIP as it is, which Duet's SIP is made of. */
    JAIN_SIP {
        @Override
        void start(int server, int port) {
            BareJainSip.start(port);
        }
    };

    /**
     * Takes calls for as long as the JVM lives.
     *
     * @param server where the registrar is, and the calls come from
     * @param port where to listen, where that can be chosen
     */
    abstract void start(int server, int port) throws Exception;

    /** True when it tells the registrar where it is. */
    boolean registers() {
        return this != JAIN_SIP;
    }

    private static void answering(Duet duet, int server) throws Exception {
        Account account = duet.account(AccountConfig.builder("callee")
                .sip("sip:callee@127.0.0.1", "secret", half -> half.server("127.0.0.1", server)
                        .transport(SipConfig.Transport.UDP))
                .media(MediaConfig.builder()
                        .codecs(List.of("PCMU"))
                        .ice(MediaConfig.Ice.NEVER)
                        .encryption(MediaConfig.Encryption.NEVER)
                        .build())
                .build());
        account.on(IncomingCall.class, event -> event.call().answer());
        account.connect().get(30, TimeUnit.SECONDS);
    }
}

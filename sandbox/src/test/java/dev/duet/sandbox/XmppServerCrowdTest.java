package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.sandbox.internal.xmpp.RawClient;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class XmppServerCrowdTest {

    private static final int CROWD = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void fourHundredClientsSignInAndReachEachOther() throws Exception {
        TestAuthority authority = TestAuthority.create();
        Users users = new Users(RawClient.DOMAIN);
        for (int i = 0; i < CROWD; i++) {
            users.add("user" + i, "secret");
        }
        List<RawClient> clients = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (XmppServer server =
                XmppServer.start(XmppServer.Config.builder(users, authority).build())) {
            List<Future<RawClient>> signIns = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                String user = "user" + i;
                signIns.add(pool.submit(() -> RawClient.signIn(server.port(), authority, user, "x")));
            }
            for (Future<RawClient> signIn : signIns) {
                clients.add(signIn.get());
            }
            for (int i = 0; i < CROWD; i++) {
                int next = (i + 1) % CROWD;
                clients.get(i)
                        .send("<message type='chat' to='user" + next + "@example.org/x'><body>" + i
                                + "</body></message>");
            }
            for (int i = 0; i < CROWD; i++) {
                Element message = clients.get((i + 1) % CROWD).read();
                assertEquals(String.valueOf(i), message.elements().get(0).text());
            }
            assertEquals(CROWD, server.sessions().size());
            clients.forEach(RawClient::close);
            for (int i = 0; i < CROWD; i++) {
                server.awaitOffline("user" + i, PATIENCE);
            }
            assertEquals(List.of(), server.violations());
        } finally {
            pool.shutdownNow();
        }
    }
}

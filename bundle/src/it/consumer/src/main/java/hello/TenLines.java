package hello;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.MessageReceived;
import dev.duet.media.Audio;
import java.util.concurrent.CompletableFuture;

public class TenLines {
    public static void main(String[] args) {
        try (Account alice = Duet.open("alice@example.com", "secret");
                Account bob = Duet.open("bob@example.com", "secret")) {
            bob.on(MessageReceived.class, event -> System.out.println(event.message().body()));
            bob.on(IncomingCall.class, event -> event.call().answer());
            CompletableFuture.allOf(alice.connect(), bob.connect()).join();
            alice.conversation("bob@example.com").send("Ringing you").join();
            Call call = alice.call("bob@example.com");
            call.media().source(Audio.tone(440));
            System.out.println(call.connected().join().route().orElseThrow().why());
        }
    }
}

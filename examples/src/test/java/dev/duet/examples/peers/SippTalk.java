package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.EndReason;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An account whose server is a SIPp that calls it as soon as it has signed in, and can be called. */
final class SippTalk {

    private final Account account;
    private final BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();

    private SippTalk(Account account) {
        this.account = account;
        account.on(IncomingCall.class, event -> {
            if (event.call().remoteName().equals("SIPp")) { // others are strangers
                incoming.add(event.call());
            }
        });
    }

    /** Signs it in. */
    static SippTalk begin(Account account) {
        SippTalk talk = new SippTalk(account);
        Futures.await(account.connect());
        return talk;
    }

    /** Takes the call that comes in. */
    Call taken() {
        Call call = Futures.next(incoming);
        Futures.await(call.answer());
        Futures.await(call.connected());
        return call;
    }

    /** Calls somebody there. */
    Call dialled() {
        return dialled("bob");
    }

    Call dialled(String user) {
        Call call = account.call("sip:" + user + "@sipp.test");
        Futures.await(call.connected());
        return call;
    }

    /** Takes the call that comes in, and calls back; hears in both what it says. */
    SippTalk heardBothWays(Path folder, Path says) {
        SippEcho.comesBack(folder, taken(), says, 0.7);
        SippEcho.comesBack(folder, dialled(), says, 0.7);
        return this;
    }

    /** The same without a look at the sound. */
    SippTalk connectedBothWays() {
        hangUp(taken());
        hangUp(dialled());
        return this;
    }

    static void hangUp(Call call) {
        assertEquals(EndReason.Kind.HANGUP, Futures.await(call.hangup()).kind());
    }

    void end() {
        Futures.await(account.disconnect());
    }
}

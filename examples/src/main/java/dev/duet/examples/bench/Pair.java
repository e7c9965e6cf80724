package dev.duet.examples.bench;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.audio.AudioSink;
import dev.duet.media.Audio;
import dev.duet.model.AccountConfig;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two who call each other, each with a runtime, and so a media thread, of their own. */
final class Pair implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;
    private static final double HERTZ = 440;

    private final Account caller;
    private final Account callee;
    private final String target;
    private final BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();

    private Pair(Account caller, Account callee, String target) {
        this.caller = caller;
        this.callee = callee;
        this.target = target;
    }

    static Pair open(DuetSandbox sandbox, Trust trust, Way way, String codec) throws Exception {
        String name = way.name().toLowerCase(Locale.ROOT).replace('_', '-');
        SandboxUser one = sandbox.addUser(name + "-caller", "secret-1");
        SandboxUser two = sandbox.addUser(name + "-callee", "secret-2");
        Account caller = Duet.open(config(sandbox, one, trust, way, codec));
        Account callee = Duet.open(config(sandbox, two, trust, way, codec));
        Pair pair = new Pair(caller, callee, way.protocol() == Protocol.SIP ? two.sipUri() : "xmpp:" + two.jid());
        callee.on(IncomingCall.class, event -> pair.incoming.add(event.call()));
        caller.connect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        callee.connect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return pair;
    }

    private static AccountConfig config(DuetSandbox sandbox, SandboxUser user, Trust trust, Way way, String codec) {
        AccountConfig.Builder account = AccountConfig.builder(user.name()).media(way.media(codec));
        if (way.protocol() == Protocol.SIP) {
            account.sip(user.sipUri(), user.password(), half -> half.server(
                            "127.0.0.1", sandbox.sip().tlsPort())
                    .transport(SipConfig.Transport.TLS)
                    .trust(trust));
        } else {
            account.xmpp(user.jid(), user.password(), half -> half.server(
                            "127.0.0.1", sandbox.xmpp().port())
                    .trust(trust));
        }
        return account.build();
    }

    /** A call in which both speak and listen, for as long as it lasts. */
    Call talk() throws Exception {
        Call call = caller.call(target);
        Call there = ring();
        for (Call each : List.of(call, there)) {
            each.media().source(Audio.tone(HERTZ, 8000));
            each.media().sink(AudioSink.discard());
        }
        there.answer().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return call.connected().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Nanoseconds from the answer until the callee hears the caller. */
    long nanosToSound() throws Exception {
        Call call = caller.call(target);
        call.media().source(Audio.tone(HERTZ, 8000));
        Call there = ring();
        CompletableFuture<Long> heard = new CompletableFuture<>();
        there.media().sink(new Ear(heard));
        long start = System.nanoTime();
        there.answer();
        long end = heard.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        call.hangup().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        there.ended().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return end - start;
    }

    private Call ring() throws InterruptedException {
        Call there = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (there == null) {
            throw new IllegalStateException("It does not ring");
        }
        return there;
    }

    @Override
    public void close() {
        caller.close();
        callee.close();
    }

    /** Tells when the first sound comes. */
    private record Ear(CompletableFuture<Long> heard) implements AudioSink {

        private static final int AUDIBLE = 500;

        @Override
        public int sampleRate() {
            return 8000;
        }

        @Override
        public void write(short[] pcm, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (Math.abs(pcm[i]) > AUDIBLE) {
                    heard.complete(System.nanoTime());
                    return;
                }
            }
        }
    }
}

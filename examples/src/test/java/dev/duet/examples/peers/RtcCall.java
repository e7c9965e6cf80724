package dev.duet.examples.peers;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.EndReason.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One call between an account of Duet's and a page, whose descriptions a SIP peer carries. For one thread. */
final class RtcCall implements AutoCloseable {

    /** Who does something first. */
    enum Side {
        DUET,
        PAGE
    }

    /** What a page does in the handshake of DTLS. */
    enum Role {
        CLIENT("active"),
        SERVER("passive");

        private final String setup;

        Role(String setup) {
            this.setup = setup;
        }
    }

    private final Account account;
    private final SipPeer peer;
    private final RtcPage page;
    private final BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
    private volatile long answered;
    private @Nullable Call duet;
    private @Nullable SipPeerCall sip;
    private @Nullable CompletableFuture<Long> connected;

    private RtcCall(Account account, SipPeer peer, RtcPage page) {
        this.account = account;
        this.peer = peer;
        this.page = page;
    }

    static RtcCall with(Account account, SipPeer peer, RtcPage page) {
        RtcCall call = new RtcCall(account, peer, page);
        account.on(IncomingCall.class, event -> {
            call.answered = System.nanoTime();
            event.call().answer();
            call.incoming.add(event.call());
        });
        Futures.await(account.connect());
        return call;
    }

    /** Begins the call, and takes it on the other side. */
    void begin(Side caller, Role role) {
        begin(caller, role, UnaryOperator.identity());
    }

    /**
     * Begins the call, and takes it on the other side.
     *
     * @param forger changes what the page says of itself, on its way to Duet
     */
    void begin(Side caller, Role role, UnaryOperator<String> forger) {
        if (caller == Side.DUET) {
            Call call = watched(account.call("peer@" + SipPeer.DOMAIN));
            SipPeerCall carried = peer.awaitCall();
            sip = carried;
            page.remote("offer", carried.description());
            String answer = forger.apply(page.answer(Map.of("a=setup:active", "a=setup:" + role.setup)));
            answered = System.nanoTime();
            carried.answer(answer);
            duet = call;
        } else {
            // Who is asked which it wants to be becomes the client; the page itself wants no offer but such a one.
            String offer = page.offer();
            String asked = role == Role.SERVER ? offer : offer.replace("a=setup:actpass", "a=setup:active");
            SipPeerCall carried = peer.call(forger.apply(asked));
            sip = carried;
            duet = watched(Futures.next(incoming));
            page.remote("answer", carried.description());
        }
    }

    private Call watched(Call call) {
        connected = call.connected().thenApply(up -> System.nanoTime());
        return call;
    }

    /** Waits until both sides are connected: how long Duet needed from the answer on. */
    Duration awaitConnected() {
        if (connected == null) {
            throw new IllegalStateException("There is no call yet");
        }
        long at = Futures.await(connected);
        page.awaitConnected();
        return Duration.ofNanos(at - answered);
    }

    Account account() {
        return account;
    }

    RtcPage page() {
        return page;
    }

    Call duet() {
        if (duet == null) {
            throw new IllegalStateException("There is no call yet");
        }
        return duet;
    }

    SipPeerCall sip() {
        if (sip == null) {
            throw new IllegalStateException("There is no call yet");
        }
        return sip;
    }

    /** Waits for an offer of Duet's in the call and lets the page answer it: the offer. */
    String takeOffer() {
        String offer = sip().awaitOffer();
        page.remote("offer", offer);
        sip().answer(page.answer());
        return offer;
    }

    /** Lets Duet answer an offer of the page's in the call: the answer. */
    String offer(String sdp) {
        String answer = sip().offer(sdp);
        page.remote("answer", answer);
        return answer;
    }

    /** Ends the call on that side, and waits until the other side and the application know. */
    Kind end(Side side) {
        if (side == Side.DUET) {
            Kind kind = Futures.await(duet().hangup()).kind();
            sip().awaitEnd();
            return kind;
        }
        sip().end();
        return Futures.await(duet().ended()).kind();
    }

    @Override
    public void close() {
        page.close();
        account.close();
    }
}

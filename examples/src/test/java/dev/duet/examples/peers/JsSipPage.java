package dev.duet.examples.peers;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SIP user agent of somebody else's: the npm package JsSIP in a page of Chromium, registered at Kamailio by
 * WebSocket. Its calls are numbered from 0. Events: {@code incoming}, {@code progress}, {@code confirmed}, {@code
 * hold}, {@code unhold}, {@code key}, {@code refer}, {@code referring}, {@code referred}, {@code unreferred}, {@code
 * replaces}, {@code ended} with the call's {@code id}; {@code message} with {@code from} and {@code body}.
 */
final class JsSipPage implements AutoCloseable {

    private final Page page;

    private JsSipPage(Page page) {
        this.page = page;
    }

    /** Registers, by MD5, and waits until it is. The server must have {@link PageBundle#script} as its script. */
    static JsSipPage open(Chromium chromium, PageServer server, Kamailio kamailio, String user) {
        JsSipPage jsSip = new JsSipPage(chromium.open(server.uri("jssip.html")));
        jsSip.page.call(
                "peer.open",
                Map.of(
                        "user",
                        user,
                        "domain",
                        Kamailio.DOMAIN,
                        "password",
                        Kamailio.PASSWORD,
                        "url",
                        "ws://127.0.0.1:" + kamailio.wsPort(),
                        "sessionTimers",
                        true));
        jsSip.page.await("online");
        return jsSip;
    }

    Page page() {
        return page;
    }

    PageSound sound() {
        return new PageSound(page, "peer.stats");
    }

    /** Calls an address; the number of the call. */
    int call(String address) {
        return (int) page.call("peer.call", address).number();
    }

    /** Waits for the call of that number, which somebody makes; who it is. */
    String awaitIncoming(int call) {
        return await("incoming", call).textAt("from");
    }

    void answer(int call) {
        page.call("peer.answer", call);
    }

    /** Hangs up, or refuses with a status. */
    void end(int call, @Nullable Integer status) {
        page.call("peer.end", call, status);
    }

    void hold(int call) {
        page.call("peer.hold", call);
    }

    void resume(int call) {
        page.call("peer.resume", call);
    }

    /** Presses keys, by {@code RFC2833} or by {@code INFO}. */
    void dtmf(int call, String keys, String by) {
        page.call("peer.dtmf", call, keys, by);
    }

    /** Refers the peer of a call to an address, or, by another call, to the peer of that. */
    void refer(int call, String address, @Nullable Integer other) {
        page.call("peer.refer", call, address, other);
    }

    /** Sends a message; the status of the answer. */
    int message(String address, String body) {
        return (int) page.call("peer.message", address, body).number();
    }

    void awaitConfirmed(int call) {
        await("confirmed", call);
    }

    /** Waits until something is told of a call. */
    JsonValue await(String kind, int call) {
        return page.await(kind, event -> (int) event.at("id").number() == call);
    }

    /** As {@link RtcPage#stats}, of the last call. */
    JsonValue stats() {
        return page.call("peer.stats");
    }

    @Override
    public void close() {
        page.call("peer.close");
        page.close();
    }
}

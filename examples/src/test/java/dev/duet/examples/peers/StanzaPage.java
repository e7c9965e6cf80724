package dev.duet.examples.peers;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * A Jingle peer of somebody else's: the npm package stanza in a page of Chromium, signed in by WebSocket.
 * Events: {@code incoming}, {@code ringing}, {@code accepted}, {@code hold}, {@code resumed}, {@code mute},
 * {@code unmute}, {@code terminated} with {@code sid} and {@code peer}; {@code connection} with ICE's state; {@code
 * sees} with the address of who is online; {@code raw} with each stanza.
 */
final class StanzaPage implements AutoCloseable {

    static final String PAGE = "stanza.html";

    private final Page page;

    private StanzaPage(Page page) {
        this.page = page;
    }

    /** Signs in and waits until it is online. The server must have {@link PageBundle#script} as its script. */
    static StanzaPage open(
            Chromium chromium, PageServer server, Prosody prosody, String user, RtcPage.Options options) {
        return open(chromium, server, prosody.webSocket(), user, options);
    }

    /** As {@link #open(Chromium, PageServer, Prosody, String, RtcPage.Options)}, at any server. */
    static StanzaPage open(Chromium chromium, PageServer server, URI webSocket, String user, RtcPage.Options options) {
        StanzaPage stanza = new StanzaPage(chromium.open(server.uri(PAGE)));
        Map<String, Object> settings = new HashMap<>(options.asConfiguration());
        settings.put("jid", user + "@" + XmppPeer.DOMAIN);
        settings.put("password", XmppPeer.PASSWORD);
        settings.put("url", webSocket.toString());
        settings.put("codec", options.mimeType());
        settings.put("relayOnly", options.relayOnly());
        stanza.page.call("peer.open", settings);
        stanza.page.await("online");
        return stanza;
    }

    Page page() {
        return page;
    }

    /** What it is beside a peer of calls. */
    StanzaChat chat() {
        return new StanzaChat(page);
    }

    PageSound sound() {
        return new PageSound(page, "peer.stats");
    }

    /** Its full JID. */
    String jid() {
        return page.await("online").text();
    }

    /** Waits until it sees somebody online whose address begins so, and returns the full address. */
    String awaitSees(String jid) {
        return page.await("sees", from -> from.text().startsWith(jid)).text();
    }

    /** Calls a full JID. */
    void call(String jid) {
        page.call("peer.call", jid);
    }

    void awaitIncoming() {
        page.await("incoming");
    }

    void ring() {
        page.call("peer.ring");
    }

    void answer() {
        page.call("peer.answer");
    }

    void hold() {
        page.call("peer.hold");
    }

    void resume() {
        page.call("peer.resume");
    }

    /** Restarts ICE; stanza does it only for calls that it made. */
    void restart() {
        page.call("peer.restart");
    }

    void dtmf(String keys) {
        page.call("peer.dtmf", keys);
    }

    /** Ends the call for a reason of XEP-0166, such as {@code success} or {@code decline}. */
    void end(String reason) {
        page.call("peer.end", reason);
    }

    void awaitConnected() {
        page.await("connection", state -> state.text().equals("connected"));
    }

    /** Waits for the end of the call, and returns its reason. */
    String awaitEnd() {
        return page.await("terminated").textAt("reason");
    }

    /** As {@link RtcPage#stats}. */
    JsonValue stats() {
        return page.call("peer.stats");
    }

    @Override
    public void close() {
        page.call("peer.close");
        page.close();
    }
}

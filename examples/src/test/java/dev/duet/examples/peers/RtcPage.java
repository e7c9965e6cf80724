package dev.duet.examples.peers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A page with one WebRTC peer connection: it says WAV files, keeps what it hears, and takes and gives SDP. */
final class RtcPage implements AutoCloseable {

    /**
     * How its peer connection is made.
     *
     * @param codec the one codec beside telephone-event, as SDP calls it: {@code opus} or {@code PCMU}
     */
    record Options(String codec, boolean relayOnly, List<Map<String, Object>> iceServers) {

        static final Options DIRECT = new Options("opus", false, List.of());

        Options withCodec(String other) {
            return new Options(other, relayOnly, iceServers);
        }

        /** Only by way of a TURN server. */
        static Options relayOnly(String url, String user, String password) {
            return new Options("opus", true, List.of(Map.of("urls", url, "username", user, "credential", password)));
        }

        String mimeType() {
            return "audio/" + codec;
        }

        Map<String, Object> asConfiguration() {
            Map<String, Object> configuration = new HashMap<>();
            configuration.put("iceServers", iceServers);
            configuration.put("iceTransportPolicy", relayOnly ? "relay" : "all");
            configuration.put("bundlePolicy", "balanced");
            return configuration;
        }
    }

    private final Page page;

    private RtcPage(Page page) {
        this.page = page;
    }

    static RtcPage open(Chromium chromium, PageServer server, Options options) {
        RtcPage rtc = new RtcPage(chromium.open(server.uri("rtc.html")));
        rtc.page.call("rtc.open", options.asConfiguration(), options.mimeType());
        return rtc;
    }

    Page page() {
        return page;
    }

    /** An offer with all candidates, which are on loopback only. */
    String offer() {
        return offer(Map.of(), Map.of());
    }

    /** An offer with new ICE credentials and all candidates. */
    String restartOffer() {
        page.call("rtc.restart");
        return offer();
    }

    /** An offer of which parts were replaced before it was set. */
    String offer(Map<String, Object> options, Map<String, String> replacements) {
        return onLoopback(
                page.call("rtc.offer", options, pairs(replacements), false).text());
    }

    /** An offer without candidates, which come one by one as events {@code candidate}. */
    String trickleOffer() {
        return page.call("rtc.offer", Map.of(), List.of(), true).text();
    }

    /** An answer to the offer given by {@link #remote} with all candidates, which are on loopback only. */
    String answer() {
        return answer(Map.of());
    }

    /** An answer of which parts were replaced before it was set, such as {@code a=setup:active}. */
    String answer(Map<String, String> replacements) {
        return onLoopback(page.call("rtc.answer", pairs(replacements), false).text());
    }

    /** An answer without candidates, which come one by one as events {@code candidate}. */
    String trickleAnswer() {
        return page.call("rtc.answer", List.of(), true).text();
    }

    /** Takes the peer's description: {@code offer} or {@code answer}. */
    void remote(String type, String sdp) {
        page.call("rtc.remote", type, sdp);
    }

    /** Takes one candidate of the peer's, without {@code a=}. */
    void candidate(String candidate, String mid) {
        page.call("rtc.candidate", Map.of("candidate", candidate, "sdpMid", mid));
    }

    void awaitConnected() {
        page.await("connection", state -> state.text().equals("connected"));
    }

    PageSound sound() {
        return new PageSound(page, "rtc.stats");
    }

    /** What the next offer wants: {@code sendrecv}, {@code sendonly}, {@code recvonly} or {@code inactive}. */
    void direction(String wanted) {
        page.call("rtc.direction", wanted);
    }

    /** Presses keys; each is an event {@code tone}, and an empty one comes after the last. */
    void dtmf(String keys) {
        page.call("rtc.dtmf", keys, 100, 70);
    }

    /** Statistics: {@code pair}, {@code local}, {@code remote}, {@code transport}, {@code received}, {@code sent}. */
    JsonValue stats() {
        return page.call("rtc.stats");
    }

    /** The SRTP cipher that statistics tell, by its name in RFC 4568 and RFC 7714. */
    static String cipher(JsonValue stats) {
        String name = stats.at("transport", "srtpCipher").text();
        return name.replaceFirst("^SRTP_", "").replace("AES128_CM", "AES_CM_128");
    }

    private static List<List<String>> pairs(Map<String, String> replacements) {
        return replacements.entrySet().stream()
                .map(entry -> List.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Leaves out host candidates at other addresses of this machine: tests stay on loopback. */
    private static String onLoopback(String sdp) {
        return Arrays.stream(sdp.split("\r\n"))
                .filter(line -> !line.startsWith("a=candidate:")
                        || !line.contains(" typ host")
                        || line.contains(" 127.0.0.1 ")
                        || line.contains(" ::1 "))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    @Override
    public void close() {
        page.call("rtc.close");
        page.close();
    }
}

package dev.duet.sip.internal.link;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Spoils SIP messages, by a seed. */
final class SipNoise {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._~-]+");
    private static final List<String> NONSENSE = List.of(
            "",
            " ",
            "-1",
            "0",
            "4294967296",
            "99999999999999999999",
            "\u0663",
            "\u0000",
            "%00",
            "%n%s",
            "::1",
            "[::1",
            "<",
            ">",
            "\"",
            "\\",
            ";",
            ",",
            "@",
            "?",
            "=",
            ";lr;lr",
            ";tag=",
            "\t",
            "\r",
            "\n",
            "sip:",
            "a".repeat(3000),
            ";a".repeat(500),
            "<".repeat(300),
            "\"\\".repeat(300),
            "(".repeat(2000));
    private static final List<String> LINES = List.of(
            "Require: 100rel",
            "Require: nothing",
            "Supported: 100rel, timer, replaces, norefersub",
            "Session-Expires: 90;refresher=uac",
            "Session-Expires: -90;refresher=uax",
            "Min-SE: 4294967295",
            "Replaces: a;to-tag=b;from-tag=c",
            "Replaces: a;to-tag=b;from-tag=c;early-only;to-tag=d",
            "RAck: 1 1 INVITE",
            "RSeq: 0",
            "Refer-To: <sip:x@example.com?Replaces=%61%3Bto-tag%3Db%3Bfrom-tag%3Dc>",
            "Refer-To: sip:x@example.com?a=%0D%0AVia:%20x",
            "Refer-Sub: false",
            "Referred-By: \"",
            "Event: refer;id=99",
            "Subscription-State: terminated;retry-after=99999999999",
            "Expires: 99999999999999999999",
            "Retry-After: 1 (x",
            "Reason: Q.850;cause=abc;text=\"",
            "Contact: *",
            "Contact: <sip:a@127.0.0.1>, <sip:b@127.0.0.1>;q=9",
            "Route: <sip:127.0.0.1;lr>,",
            "Record-Route: sip:127.0.0.1",
            "Record-Route: <sip:127.0.0.1>, <sips:b;lr>",
            "P-Asserted-Identity: \"a\" <sip:b@c>, <tel:+1>, \",\"",
            "Privacy: id;critical",
            "Content-Disposition: session;handling=required",
            "Content-Encoding: gzip",
            "Content-Type: multipart/mixed;boundary=\"",
            "Content-Type: application/sdp;charset=\"",
            "Content-Type: a/b/c",
            "Info-Package: trickle-ice",
            "Recv-Info: ",
            "Accept: ",
            "Allow: INVITE,,,ACK",
            "Call-Info: <xmpp:%>;purpose=impp",
            "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", qop=\"auth,auth-int\", algorithm=SHA-256",
            "Proxy-Authenticate: Digest realm=\",\\\"",
            "Authentication-Info: nextnonce=\"",
            "Warning: 399 x \"",
            "Max-Forwards: 256",
            "Date: yesterday",
            "Timestamp: 1.2.3",
            "Security-Verify: ;;;",
            " folded",
            ": nothing",
            "X");

    private final Random random;

    SipNoise(long seed) {
        random = new Random(seed);
    }

    int number(int below) {
        return random.nextInt(below);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Some of many things done to a message; now and then nothing of it is left. */
    byte[] spoilt(String message, String other) {
        return switch (number(10)) {
            case 0 -> truncated(message);
            case 1 -> flipped(message);
            case 2 -> spliced(message, other);
            case 3 -> noise();
            default -> lines(message).getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + number(600)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] truncated(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, 1 + number(bytes.length));
    }

    private byte[] flipped(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        for (int i = 1 + number(8); i > 0; i--) {
            bytes[number(bytes.length)] ^= (byte) (1 << number(8));
        }
        return bytes;
    }

    private byte[] spliced(String one, String other) {
        return (one.substring(0, number(one.length() + 1)) + other.substring(number(other.length() + 1)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String lines(String message) {
        List<String> lines = new ArrayList<>(Arrays.asList(message.split("\r\n", -1)));
        for (int i = 1 + number(3); i > 0 && !lines.isEmpty(); i--) {
            int at = number(lines.size());
            String line = lines.get(at);
            switch (number(9)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.addAll(at, Collections.nCopies(1 + number(250), line));
                case 2 -> lines.add(number(lines.size()), line);
                case 3 -> lines.set(at, line.substring(0, number(line.length() + 1)));
                case 4 -> lines.set(at, line + any(NONSENSE));
                case 5 -> lines.set(at, replaced(NUMBER, line));
                case 6 -> lines.set(at, replaced(WORD, line));
                default -> lines.add(Math.min(1 + number(9), lines.size()), any(LINES));
            }
        }
        return String.join(chance(95) ? "\r\n" : "\n", lines);
    }

    private String replaced(Pattern part, String line) {
        List<MatchResult> parts = part.matcher(line).results().toList();
        if (parts.isEmpty()) {
            return line + any(NONSENSE);
        }
        MatchResult one = any(parts);
        return line.substring(0, one.start()) + any(NONSENSE) + line.substring(one.end());
    }
}

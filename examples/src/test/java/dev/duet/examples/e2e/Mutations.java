package dev.duet.examples.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Spoils what was said on a wire, by a seed. */
final class Mutations {

    private static final List<String> NONSENSE = List.of(
            "",
            " ",
            "-1",
            "0",
            "65536",
            "99999999999999999999",
            "\u0663",
            "1e3",
            "0x10",
            "NaN",
            "%n%s",
            "::1",
            "a".repeat(900));
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern VALUE = Pattern.compile("(?<==)'[^']*'|(?<==)\"[^\"]*\"");
    private static final Pattern LEAF = Pattern.compile("<[a-z][^<>]*/>");

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    byte[] noise(int most) {
        return exactly(1 + random.nextInt(most));
    }

    byte[] exactly(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    byte[] truncated(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
    }

    byte[] flipped(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** One to three changes of whole lines and numbers. */
    String lines(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = 1 + random.nextInt(3); i > 0 && !lines.isEmpty(); i--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(7)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.addAll(at, Collections.nCopies(1 + random.nextInt(300), line));
                case 2 -> lines.add(random.nextInt(lines.size()), line);
                case 3 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
                case 4 -> lines.set(at, line + any(NONSENSE));
                case 5 -> lines.set(at, line.replaceFirst("(?<=[=: ])[^ ]*$", any(NONSENSE)));
                default -> lines.set(at, replaced(NUMBER, line, any(NONSENSE)));
            }
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    /** One to three changes of values and elements; well-formed all the same. */
    String elements(String xml) {
        String out = xml;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            out = switch (random.nextInt(4)) {
                case 0 -> replaced(LEAF, out, "");
                case 1 -> replaced(LEAF, out, "<x xmlns='urn:x'>&#x10FFFF;</x>".repeat(1 + random.nextInt(50)));
                default -> replaced(VALUE, out, "'" + any(NONSENSE) + "'");
            };
        }
        return out;
    }

    private String replaced(Pattern what, String in, String by) {
        List<MatchResult> found = what.matcher(in).results().toList();
        if (found.isEmpty()) {
            return in;
        }
        MatchResult one = any(found);
        return in.substring(0, one.start()) + by + in.substring(one.end());
    }
}

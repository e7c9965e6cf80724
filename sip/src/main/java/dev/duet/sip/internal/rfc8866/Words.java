package dev.duet.sip.internal.rfc8866;

import java.util.ArrayList;
import java.util.List;

/** What stands between spaces; without a regular expression, since every offer has many such lines. Pure. */
final class Words {

    private Words() {}

    /** The words of a line; the first is empty when the line is, or begins with a space. */
    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        int start = 0;
        do {
            int space = line.indexOf(' ', start);
            int end = space < 0 ? line.length() : space;
            words.add(line.substring(start, end));
            start = end;
            while (start < line.length() && line.charAt(start) == ' ') {
                start++;
            }
        } while (start < line.length());
        return words;
    }
}

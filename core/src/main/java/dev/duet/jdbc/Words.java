package dev.duet.jdbc;

import java.util.ArrayList;
import java.util.List;

/** Lists of texts as one text: a backslash stands before what ends a word, and before itself. */
final class Words {

    private Words() {}

    static String join(char end, List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                char letter = word.charAt(i);
                if (letter == end || letter == '\\') {
                    text.append('\\');
                }
                text.append(letter);
            }
            text.append(end);
        }
        return text.toString();
    }

    static List<String> split(char end, String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == end) {
                words.add(word.toString());
                word.setLength(0);
            } else if (letter == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else {
                word.append(letter);
            }
        }
        return words;
    }
}

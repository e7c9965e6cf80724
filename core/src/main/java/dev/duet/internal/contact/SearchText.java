package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.model.Address;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A contact as it is found while somebody types: by the beginnings of the words of its name and groups, of its
 * addresses and their parts, and by any run of digits of its numbers. Case and accents do not matter. Pure.
 *
 * @param name the name, without case and accents
 * @param words each begins with a line feed, so that the beginning of a word is found by one search
 * @param digits of numbers, each begins with a line feed
 */
record SearchText(String name, String words, String digits) {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile("[0-9+][-0-9+().]*");
    private static final int LEAST_DIGITS = 2;

    static SearchText of(Contact contact) {
        Set<String> words = new LinkedHashSet<>();
        StringBuilder digits = new StringBuilder();
        String name = plain(contact.name());
        words.add(name);
        split(name, words);
        contact.groups().forEach(group -> split(plain(group), words));
        for (Address address : contact.addresses()) {
            String text = plain(address.text());
            words.add(text);
            split(text, words);
            String number = text.replaceAll("[^0-9]", "");
            if (!number.isEmpty()) {
                digits.append('\n').append(number);
            }
        }
        return new SearchText(name, "\n" + String.join("\n", words), digits.toString());
    }

    private static void split(String text, Set<String> words) {
        for (String word : NO_WORD.split(text)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
    }

    private static String plain(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        return MARKS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT).strip();
    }

    /** What was typed, ready to be compared with many. */
    static Query query(String typed) {
        List<Query.Part> parts = new ArrayList<>();
        String plain = plain(typed);
        for (String part : SPACE.split(plain)) {
            if (!part.isEmpty()) {
                boolean number = NUMBER.matcher(part).matches();
                String digits = number ? part.replaceAll("[^0-9]", "") : "";
                parts.add(new Query.Part("\n" + part, digits.length() < LEAST_DIGITS ? "" : digits));
            }
        }
        return new Query(plain, parts);
    }

    /** How well this fits: 0 not at all, 1 somewhere, 2 the name begins with it. */
    int fit(Query query) {
        for (Query.Part part : query.parts()) {
            boolean number = !part.digits().isEmpty() && digits.contains(part.digits());
            if (!number && !words.contains(part.wordBegins())) {
                return 0;
            }
        }
        return name.startsWith(query.whole()) ? 2 : 1;
    }

    /** Words that were typed; all of them have to fit. */
    record Query(String whole, List<Part> parts) {

        /**
         * One word.
         *
         * @param wordBegins a line feed and the word
         * @param digits of the word when it is a number; empty otherwise
         */
        record Part(String wordBegins, String digits) {}
    }
}

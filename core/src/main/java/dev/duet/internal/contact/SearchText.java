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
 * addresses and their parts, by any run of digits of its numbers, and by the beginning of a number as people in the
 * region write it. Case and accents do not matter. Pure.
 *
 * @param name the name, without case and accents
 * @param words each begins with a line feed, so that the beginning of a word is found by one search
 * @param digits of numbers, each begins with a line feed
 */
record SearchText(String name, String words, String digits) {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile("[0-9+(][-0-9+()./]*");
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
    static Query query(String typed, Numbers numbers) {
        List<Query.Part> parts = new ArrayList<>();
        List<String> run = new ArrayList<>(); // a number may be written with spaces
        String plain = plain(typed);
        for (String token : SPACE.split(plain)) {
            if (NUMBER.matcher(token).matches()) {
                run.add(token);
            } else {
                end(run, parts, numbers);
                if (!token.isEmpty()) {
                    parts.add(new Query.Part("\n" + token, "", "", List.of()));
                }
            }
        }
        end(run, parts, numbers);
        return new Query(plain, parts);
    }

    private static void end(List<String> run, List<Query.Part> parts, Numbers numbers) {
        List<Query.Part> each =
                run.stream().map(token -> number(token, numbers, List.of())).toList();
        if (run.size() > 1) {
            parts.add(number(String.join(" ", run), numbers, each));
        } else {
            parts.addAll(each);
        }
        run.clear();
    }

    private static Query.Part number(String written, Numbers numbers, List<Query.Part> orEach) {
        String digits = written.replaceAll("[^0-9]", "");
        String begun = numbers.begun(written);
        return new Query.Part(
                "\n" + written,
                digits.length() < LEAST_DIGITS ? "" : digits,
                begun.isEmpty() ? "" : "\n" + begun,
                orEach);
    }

    /** How well this fits: 0 not at all, 1 somewhere, 2 the name begins with it. */
    int fit(Query query) {
        for (Query.Part part : query.parts()) {
            if (!fits(part)) {
                return 0;
            }
        }
        return name.startsWith(query.whole()) ? 2 : 1;
    }

    private boolean fits(Query.Part part) {
        return words.contains(part.wordBegins())
                || !part.digits().isEmpty() && digits.contains(part.digits())
                || !part.begun().isEmpty() && digits.contains(part.begun())
                || !part.orEach().isEmpty() && part.orEach().stream().allMatch(this::fits);
    }

    /** What was typed; all parts have to fit. */
    record Query(String whole, List<Part> parts) {

        /**
         * One word, or a number.
         *
         * @param wordBegins a line feed and the word
         * @param digits of a number, anywhere in one; empty for none
         * @param begun a line feed and the beginning of a global number; empty for none
         * @param orEach instead, all of these
         */
        record Part(String wordBegins, String digits, String begun, List<Part> orEach) {}
    }
}

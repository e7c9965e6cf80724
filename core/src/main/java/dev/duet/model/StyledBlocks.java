package dev.duet.model;

import dev.duet.model.StyledText.Block;
import dev.duet.model.StyledText.Code;
import dev.duet.model.StyledText.Line;
import dev.duet.model.StyledText.Plain;
import dev.duet.model.StyledText.Quotation;
import dev.duet.model.StyledText.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the blocks of a text (XEP-0393 5.1), and lets {@link StyledSpans} find what is in a line. */
final class StyledBlocks {

    private static final String FENCE = "```";

    private final String text;

    private StyledBlocks(String text) {
        this.text = text;
    }

    /** A line, or what is left of it within quotations. */
    private record Rest(int start, int end) {}

    static List<Block> of(String text) {
        return new StyledBlocks(text).blocks(lines(text), 0);
    }

    static List<Block> unstyled(String text) {
        List<Block> blocks = new ArrayList<>();
        for (Rest line : lines(text)) {
            List<Span> words = line.start == line.end ? List.of() : List.of(new Plain(line.start, line.end));
            blocks.add(new Line(line.start, line.end, words));
        }
        return blocks;
    }

    private static List<Rest> lines(String text) {
        List<Rest> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(new Rest(start, end));
            start = end + 1;
        }
        lines.add(new Rest(start, text.length()));
        return lines;
    }

    private List<Block> blocks(List<Rest> lines, int depth) {
        List<Block> blocks = new ArrayList<>();
        int next = 0;
        while (next < lines.size()) {
            Rest line = lines.get(next);
            int first = next;
            if (text.startsWith(FENCE, line.start) && line.end - line.start >= FENCE.length()) {
                next = endOfCode(lines, first);
                blocks.add(code(lines.subList(first, next)));
            } else if (isQuoted(line) && depth < StyledText.DEEPEST) {
                while (next < lines.size() && isQuoted(lines.get(next))) {
                    next++;
                }
                blocks.add(quotation(lines.subList(first, next), depth));
            } else {
                next++;
                blocks.add(new Line(line.start, line.end, StyledSpans.of(text, line.start, line.end)));
            }
        }
        return blocks;
    }

    private boolean isQuoted(Rest line) {
        return line.start < line.end && text.charAt(line.start) == '>';
    }

    private boolean isFence(Rest line) {
        return line.end - line.start == FENCE.length() && text.startsWith(FENCE, line.start);
    }

    /** The line after the one that ends it. */
    private int endOfCode(List<Rest> lines, int first) {
        int last = first + 1;
        while (last < lines.size() && !isFence(lines.get(last))) {
            last++;
        }
        return Math.min(last + 1, lines.size());
    }

    private Code code(List<Rest> lines) {
        Rest last = lines.get(lines.size() - 1);
        int end = lines.size() > 1 && isFence(last) ? lines.size() - 1 : lines.size();
        String code = lines.subList(1, end).stream()
                .map(line -> text.substring(line.start, line.end))
                .collect(Collectors.joining("\n"));
        return new Code(lines.get(0).start, last.end, code);
    }

    private Quotation quotation(List<Rest> lines, int depth) {
        List<Rest> quoted = lines.stream()
                .map(line -> {
                    int start = line.start + 1;
                    boolean space = start < line.end && StyledSpans.isSpace(text.charAt(start));
                    return new Rest(space ? start + 1 : start, line.end);
                })
                .toList();
        return new Quotation(lines.get(0).start, lines.get(lines.size() - 1).end, blocks(quoted, depth + 1));
    }
}

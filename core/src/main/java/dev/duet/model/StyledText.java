package dev.duet.model;

import java.util.List;
import java.util.Objects;

/**
 * A text with what its author meant by marks in it (XEP-0393): quotations, code, strong words. It says where in the
 * text each is, marks included; how it is shown is the application's affair, and the text itself stays as it is. Any
 * text is a styled text.
 *
 * @param text the text
 * @param blocks what it consists of, in its order
 */
public record StyledText(String text, List<Block> blocks) {

    public StyledText {
        Objects.requireNonNull(text, "text");
        blocks = List.copyOf(blocks);
    }

    /** What the marks in a text mean. Takes time in proportion to the text, whatever it is. */
    public static StyledText of(String text) {
        return new StyledText(text, StyledBlocks.of(text));
    }

    /** A text in which marks mean nothing: lines of plain words. */
    public static StyledText unstyled(String text) {
        return new StyledText(text, StyledBlocks.unstyled(text));
    }

    /** A part of the text: from {@code start}, up to {@code end} and not with it; in chars. */
    public interface Part {

        /** Where it begins. */
        int start();

        /** Where what follows begins. */
        int end();
    }

    /** One or more lines. A block ends before the line feed of its last line. */
    public sealed interface Block extends Part {}

    /**
     * A line of text.
     *
     * @param spans what it consists of, without gaps; none for an empty line
     */
    public record Line(int start, int end, List<Span> spans) implements Block {

        public Line {
            spans = List.copyOf(spans);
        }
    }

    /**
     * Lines to be shown as they are, such as code: between a line that begins with three grave accents and one that has
     * nothing else, or the end of the text or the quotation.
     *
     * @param code the lines between, as they are to be shown: without the marks of quotations around them
     */
    public record Code(int start, int end, String code) implements Block {

        public Code {
            Objects.requireNonNull(code, "code");
        }
    }

    /**
     * Lines that begin with {@code >}.
     *
     * @param blocks what is quoted, without those marks; another quotation, too. What is quoted more than
     *     {@link #DEEPEST} times is a line that begins with marks
     */
    public record Quotation(int start, int end, List<Block> blocks) implements Block {

        public Quotation {
            blocks = List.copyOf(blocks);
        }
    }

    /** How deep quotations, and styles, are within others at most. */
    public static final int DEEPEST = 10;

    /** Words of a line. */
    public sealed interface Span extends Part {}

    /** Words that are marked by nothing. */
    public record Plain(int start, int end) implements Span {}

    /**
     * Words between two marks, which belong to it.
     *
     * @param style what the marks mean
     * @param spans what is between the marks, without gaps
     */
    public record Styled(Style style, int start, int end, List<Span> spans) implements Span {

        public Styled {
            Objects.requireNonNull(style, "style");
            spans = List.copyOf(spans);
        }
    }

    /** What marks mean. */
    public enum Style {
        /** {@code *strong*}, mostly bold. */
        STRONG('*'),
        /** {@code _emphasis_}, mostly italic. */
        EMPHASIS('_'),
        /** {@code ~struck~}, with a line through it. */
        STRUCK('~'),
        /** {@code `code`}, in a monospace font; marks in it mean nothing. */
        CODE('`');

        private final char mark;

        Style(char mark) {
            this.mark = mark;
        }

        /** What stands before and after. */
        public char mark() {
            return mark;
        }
    }

    /** The words of a part of this text. */
    public String words(Part part) {
        return text.substring(part.start(), part.end());
    }
}

package dev.duet.model;

import dev.duet.model.StyledText.Plain;
import dev.duet.model.StyledText.Span;
import dev.duet.model.StyledText.Style;
import dev.duet.model.StyledText.Styled;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the spans of a line (XEP-0393 5.2). A mark begins one at the beginning of the line or of another span, or after
 * white space, and before neither white space nor itself; the next same mark that stands behind no white space ends it.
 */
final class StyledSpans {

    private static final Style[] STYLES = Style.values();

    private final String text;

    private StyledSpans(String text) {
        this.text = text;
    }

    static List<Span> of(String text, int start, int end) {
        return new StyledSpans(text).spans(start, end, 0);
    }

    private List<Span> spans(int start, int end, int depth) {
        List<Span> spans = new ArrayList<>();
        Set<Style> endless = EnumSet.noneOf(Style.class);
        int plain = start;
        int at = start;
        while (at < end) {
            Style style = depth < StyledText.DEEPEST ? begins(at, start, end) : null;
            int last = style == null || endless.contains(style) ? -1 : last(style, at, end);
            if (last > 0) {
                if (plain < at) {
                    spans.add(new Plain(plain, at));
                }
                List<Span> inner =
                        style == Style.CODE ? List.of(new Plain(at + 1, last)) : spans(at + 1, last, depth + 1);
                spans.add(new Styled(style, at, last + 1, inner));
                plain = last + 1;
                at = last;
            } else if (style != null) {
                endless.add(style); // nor does it end after what follows
            }
            at++;
        }
        if (plain < end) {
            spans.add(new Plain(plain, end));
        }
        return spans;
    }

    private @Nullable Style begins(int at, int start, int end) {
        boolean mayBegin = at == start || isSpace(text.charAt(at - 1));
        if (!mayBegin || at + 2 >= end || isSpace(text.charAt(at + 1)) || text.charAt(at + 1) == text.charAt(at)) {
            return null;
        }
        for (Style style : STYLES) {
            if (style.mark() == text.charAt(at)) {
                return style;
            }
        }
        return null;
    }

    private int last(Style style, int first, int end) {
        for (int at = first + 2; at < end; at++) {
            if (text.charAt(at) == style.mark() && !isSpace(text.charAt(at - 1))) {
                return at;
            }
        }
        return -1;
    }

    /** The property White_Space, or a separator. */
    static boolean isSpace(char letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || letter == '\u0085';
    }
}

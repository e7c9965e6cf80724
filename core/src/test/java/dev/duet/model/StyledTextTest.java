package dev.duet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.StyledText.Block;
import dev.duet.model.StyledText.Code;
import dev.duet.model.StyledText.Line;
import dev.duet.model.StyledText.Part;
import dev.duet.model.StyledText.Quotation;
import dev.duet.model.StyledText.Span;
import dev.duet.model.StyledText.Style;
import dev.duet.model.StyledText.Styled;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of XEP-0393, and what holds of any text. */
class StyledTextTest {

    /** What a text means, in braces: {@code {STRONG *x*}}, {@code {QUOTE ...}}, {@code {CODE ...}}; lines in lines. */
    private static String meaning(String text) {
        StyledText styled = StyledText.of(text);
        return blocks(styled, styled.blocks());
    }

    private static String blocks(StyledText styled, List<Block> blocks) {
        return blocks.stream().map(block -> block(styled, block)).collect(Collectors.joining("/"));
    }

    private static String block(StyledText styled, Block block) {
        if (block instanceof Quotation quotation) {
            return "{QUOTE " + blocks(styled, quotation.blocks()) + "}";
        } else if (block instanceof Code code) {
            return "{CODE " + code.code().replace("\n", "/") + "}";
        }
        return spans(styled, ((Line) block).spans());
    }

    private static String spans(StyledText styled, List<Span> spans) {
        return spans.stream()
                .map(span -> span instanceof Styled marked
                        ? "{" + marked.style() + " " + spans(styled, marked.spans()) + "}"
                        : styled.words(span))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "*strong*|{STRONG strong}",
                "plain *strong* plain|plain {STRONG strong} plain",
                "*strong* plain *strong*|{STRONG strong} plain {STRONG strong}",
                "*strong*plain*|{STRONG strong}plain*",
                "* plain *strong*|* plain {STRONG strong}",
                "not strong*|not strong*",
                "*not strong|*not strong",
                "*not *strong|*not *strong",
                "**|**",
                "***|***",
                "****|****",
                "_emphasized span containing *strong span*_|{EMPHASIS emphasized span containing {STRONG strong span}}",
                "span one *span two*|span one {STRONG span two}",
                "Everyone ~dis~likes cake.|Everyone {STRUCK dis}likes cake.",
                "This is `monospace`|This is {CODE monospace}",
                "This is `*monospace*`|This is {CODE *monospace*}",
                "This is *`monospace and bold`*|This is {STRONG {CODE monospace and bold}}",
                "*not\u00A0*strong|*not\u00A0*strong",
                "a*b*c|a*b*c",
                "*a*|{STRONG a}",
                "`a|`a",
                "|"
            })
    void spansAreBetweenTheirMarks(String text, String meaning) {
        assertEquals(meaning == null ? "" : meaning, meaning(text == null ? "" : text));
    }

    @Test
    void spansDoNotLeaveTheirLine() {
        assertEquals("*not / strong*", meaning("*not \n strong*"));
        assertEquals(
                "There are three blocks/no *formatting/as spans* may",
                meaning("There are three blocks\nno *formatting\nas spans* may"));
    }

    @Test
    void codeIsAsItIs() {
        assertEquals(
                "{CODE (println \"*Hello*\")}//This is plain",
                meaning("```ignored\n(println \"*Hello*\")\n```\n\nThis is plain"));
        assertEquals("{CODE a/```b/ ```}", meaning("```\na\n```b\n ```"));
        assertEquals("{CODE }", meaning("```"));
        assertEquals("{CODE }", meaning("```\n```"));
        assertEquals("``{CODE x}`".replace("{CODE x}", "x"), meaning("``x`"));
    }

    @Test
    void aQuotationEndsWithItsMarks() {
        assertEquals(
                "{QUOTE That that is, is.}//Said the old hermit",
                meaning("> That that is, is.\n\nSaid the old hermit"));
        assertEquals(
                "{QUOTE {QUOTE That that is, is.}/Said the old hermit of Prague.}//Who?",
                meaning(">> That that is, is.\n> Said the old hermit of Prague.\n\nWho?"));
        assertEquals("{QUOTE  two spaces/none/}/ > no", meaning(">  two spaces\n>none\n>\n > no"));
    }

    @Test
    void codeEndsWithItsQuotation() {
        assertEquals(
                "{QUOTE {CODE (println \"Hello\")}}//plain *x", meaning("> ```\n> (println \"Hello\")\n\nplain *x"));
    }

    @Test
    void aPlaceIsThatInTheWholeText() {
        StyledText styled = StyledText.of("x\n> a *b* c");
        Quotation quotation = assertInstanceOf(Quotation.class, styled.blocks().get(1));
        Line line = assertInstanceOf(Line.class, quotation.blocks().get(0));
        assertEquals("a *b* c", styled.words(line));
        Styled strong = assertInstanceOf(Styled.class, line.spans().get(1));
        assertEquals(Style.STRONG, strong.style());
        assertEquals("*b*", styled.words(strong));
    }

    @Test
    void whatIsDeepOrEndlessTakesNotLong() {
        StyledText deep = StyledText.of(">".repeat(1_000_000));
        assertEquals(1, deep.blocks().size());
        StyledText.of("*_".repeat(500_000));
        StyledText.of("*a _b ~c `d ".repeat(100_000));
        StyledText.of("*_x".repeat(100_000) + "_*".repeat(100_000));
        StyledText.of("> ```\n".repeat(100_000));
        StyledText.of("\n".repeat(1_000_000));
    }

    @Provide
    Arbitrary<String> marked() {
        return Arbitraries.of("*", "_", "~", "`", "```", ">", " ", "\n", "a", "\u00A0", "\uD83D\uDE00", "b")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Property
    void anyTextIsCovered(@ForAll String text) {
        covered(text);
    }

    @Property
    void aMarkedTextIsCovered(@ForAll("marked") String text) {
        covered(text);
    }

    @Test
    void inAnUnstyledTextMarksMeanNothing() {
        StyledText styled = StyledText.unstyled("> *x*\n\n```\n_y_");
        assertEquals("> *x*//```/_y_", blocks(styled, styled.blocks()));
        assertEquals(StyledText.of("x\ny\n"), StyledText.unstyled("x\ny\n"));
        assertEquals(StyledText.of(""), StyledText.unstyled(""));
    }

    private static void covered(String text) {
        covered(StyledText.of(text));
        covered(StyledText.unstyled(text));
    }

    private static void covered(StyledText styled) {
        String text = styled.text();
        int end = covered(styled, styled.blocks(), 0);
        assertEquals(text.length(), end);
    }

    /** Between blocks there are line feeds and marks of quotations, and nothing else. */
    private static int covered(StyledText styled, List<Block> blocks, int from) {
        int at = from;
        for (Block block : blocks) {
            assertTrue(block.start() >= at, styled.toString());
            assertTrue(styled.text()
                    .substring(at, block.start())
                    .chars()
                    .allMatch(letter -> letter == '\n' || letter == '>' || StyledSpans.isSpace((char) letter)));
            if (block instanceof Line line) {
                gapless(line, line.start(), line.end(), line.spans());
            } else if (block instanceof Quotation quotation) {
                assertEquals('>', styled.text().charAt(quotation.start()));
                covered(styled, quotation.blocks(), quotation.start());
                assertTrue(!quotation.blocks().isEmpty());
            }
            at = block.end();
        }
        return at;
    }

    private static void gapless(Part whole, int start, int end, List<Span> spans) {
        int at = start;
        for (Span span : spans) {
            assertEquals(at, span.start(), whole.toString());
            assertTrue(span.end() > span.start(), whole.toString());
            if (span instanceof Styled styled) {
                gapless(span, span.start() + 1, span.end() - 1, styled.spans());
            }
            at = span.end();
        }
        assertEquals(end, at, whole.toString());
    }
}

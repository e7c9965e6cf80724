package dev.duet.internal.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.Address;
import dev.duet.testing.TestNumbers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {

    private static final Numbers NUMBERS = new Numbers(new TestNumbers(), "DE", "pbx.example.net");

    private final Person person = new Person(
            1,
            new Person.Facts(
                    new LinkedHashSet<>(List.of(
                            Address.xmpp("rene.muller@example.com"),
                            Address.sip("4711@pbx.example.net"),
                            Address.tel("+49 30 1234-567"))),
                    List.of(),
                    List.of(),
                    "René Müller-Lüdenscheidt",
                    Set.of("Support"),
                    null,
                    true,
                    "",
                    "",
                    null,
                    null));

    @ParameterizedTest
    @CsvSource({
        "rene, 2",
        "RENÉ m, 2",
        "müller, 1",
        "mueller, 0",
        "lud ren, 1",
        "ene, 0",
        "supp, 1",
        "rene.muller@ex, 1",
        "example.com, 0",
        "example, 1",
        "4711, 1",
        "30123, 1",
        "1234-567, 1",
        "+4930, 1",
        "999, 0",
        "rene 999, 0",
        "rene 4711, 1",
        "030 12, 1",
        "(030) 1234/5, 1",
        "0049 30 1234, 1",
        "+49 30 1234 567, 1",
        "rene 030 12, 1",
        "030 12 rene, 1",
        "030 99, 0",
        "019, 0",
        "30 4711, 1",
        "30 999, 0"
    })
    void wordsBeginAndNumbersContain(String typed, int fit) {
        assertEquals(fit, person.searchText().fit(SearchText.query(typed, NUMBERS)));
    }

    @Test
    void nothingTypedHasNoParts() {
        assertEquals(List.of(), SearchText.query("  ", NUMBERS).parts());
    }
}

package dev.duet.numbers.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.spi.NumberPlan;
import dev.duet.spi.NumberPlan.Tariff;
import java.util.Optional;
import java.util.ServiceLoader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibPhoneNumberTest {

    private final NumberPlan plan = new LibPhoneNumber();

    @ParameterizedTest
    @CsvSource({
        "+49 30 23125-000, DE, +493023125000",
        "030 23125 000, DE, +493023125000",
        "(030) 23125/000, DE, +493023125000",
        "+49 (0)30 23125-000, DE, +493023125000",
        "+49 (0)30 23125-000, '', +493023125000",
        "0049 30 23125000, DE, +493023125000",
        "00 49 30 23125000, FR, +493023125000",
        "011 49 30 23125000, US, +493023125000",
        "(201) 555-0123, US, +12015550123",
        "1 201 555 0123, US, +12015550123",
        "+1 201 555 0123, DE, +12015550123",
        "+15551234567, '', +15551234567",
        "06 12345678, NL, +31612345678",
        "06 698 12345, IT, +390669812345",
        "020 7946 0018, GB, +442079460018"
    })
    void aNumberIsOneHoweverItIsWritten(String written, String region, String number) {
        assertEquals(Optional.of(Address.tel(number)), plan.global(written, region));
    }

    @ParameterizedTest
    @CsvSource({
        "4711, DE",
        "23125000, DE",
        "110, DE",
        "*97, DE",
        "+49, DE",
        "030, DE",
        "030 23125000, ''",
        "030 23125000, XX",
        "030 23125000 030 23125001, DE",
        "+999 123456, DE",
        "'', DE",
        "+, DE",
        "(), DE",
        "030 23125000 ext. 5, DE",
        "+49302312500030231250003023125000302312500030231250003023125000, DE"
    })
    void whatIsNoWholeNumberIsNone(String written, String region) {
        assertEquals(Optional.empty(), plan.global(written, region));
    }

    @ParameterizedTest
    @CsvSource({
        "030 23, DE, 493023",
        "0302, DE, 49302",
        "03, DE, 493",
        "1 201, US, 1201",
        "06 698, IT, 3906698",
        "+49 30 23, DE, 493023",
        "0049302, DE, 49302",
        "01149302, US, 49302",
        "(201) 5, US, 12015",
        "0, DE, ''",
        "+4, DE, ''",
        "anna, DE, ''",
        "030 23, '', ''"
    })
    void digitsTypedAreTheBeginningOfANumber(String typed, String region, String begun) {
        assertEquals(begun, plan.begun(typed, region));
    }

    @ParameterizedTest
    @CsvSource({
        "+493023125000, DE, HOME",
        "+493023125000, US, ABROAD",
        "+493023125000, '', UNKNOWN",
        "+498001234567, DE, FREE",
        "+498001234567, '', FREE",
        "+499001234567, DE, SPECIAL",
        "4711, DE, UNKNOWN"
    })
    void theNumberTellsWhatItCosts(String number, String region, Tariff tariff) {
        assertEquals(tariff, plan.tariff(Address.tel(number), region));
    }

    @Property
    void nothingTypedIsAnError(
            @ForAll @Chars({'+', '(', ')', ' ', '-', '/', '.'}) @CharRange(from = '0', to = '9') @StringLength(max = 60)
                    String typed) {
        plan.begun(typed, "DE");
        Optional<Address.Tel> number = plan.global(typed, "DE");
        number.ifPresent(tel -> assertEquals(number, plan.global(tel.number(), "FR"), "E.164 stays what it is"));
    }

    @Test
    void regionsAreKnownByTheirCodes() {
        assertTrue(plan.knows("DE"));
        assertFalse(plan.knows("de"));
        assertFalse(plan.knows(""));
    }

    @Test
    void itIsFoundOnTheClassPath() {
        NumberPlan found = ServiceLoader.load(NumberPlan.class).findFirst().orElseThrow();
        assertEquals("dev.duet.numbers.DuetNumberPlan", found.getClass().getName());
        assertEquals(plan.global("030 23125000", "DE"), found.global("030 23125000", "DE"));
        assertTrue(found.knows("DE"));
        assertEquals("49302", found.begun("0302", "DE"));
        assertEquals(Tariff.FREE, found.tariff(Address.tel("+498001234567"), "DE"));
    }
}

package dev.duet.internal.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Protocol;
import dev.duet.spi.NumberPlan;
import dev.duet.testing.TestNumbers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    private static final Address.Tel NUMBER = Address.tel("+49301234567");

    private final Numbers numbers = new Numbers(new TestNumbers(), "DE", "example.com");
    private final Numbers chat = new Numbers(new TestNumbers(), "DE", null);
    private final Numbers nowhere = new Numbers(NumberPlan.NONE, "", "example.com");

    @ParameterizedTest
    @CsvSource({
        "tel:+49301234567, tel:+49301234567",
        "tel:030-1234567, tel:+49301234567",
        "tel:0049301234567, tel:+49301234567",
        "tel:+12, tel:+12",
        "tel:4711, sip:4711@example.com",
        "tel:*97#, sip:*97%23@example.com",
        "sip:0301234567@example.com, sip:0301234567@example.com",
        "xmpp:0301234567@example.com, xmpp:0301234567@example.com"
    })
    void oneNumberIsOneAddress(String address, String canonical) {
        assertEquals(Address.parse(canonical), numbers.canonical(Address.parse(address)));
        assertEquals(Address.parse(canonical), numbers.canonical(Address.parse(canonical)), "and stays it");
    }

    @Test
    void whoHasNoSipHalfHasNoExtensions() {
        assertEquals(Address.tel("4711"), chat.canonical(Address.tel("4711")));
        assertEquals(NUMBER, chat.canonical(Address.tel("030 1234567")));
        assertEquals(Optional.empty(), chat.dialled("4711"));
        assertEquals(Optional.of(NUMBER), chat.dialled("030 1234567"));
    }

    @ParameterizedTest
    @CsvSource({
        "030/1234567, tel:+49301234567",
        "+49 (30) 1234567, tel:+49301234567",
        "4711, sip:4711@example.com",
        "47-11, sip:4711@example.com",
        "*97#, sip:*97%23@example.com"
    })
    void whatPeopleDialIsANumberOrAnExtension(String dialled, String address) {
        assertEquals(Optional.of(Address.parse(address)), numbers.dialled(dialled));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "4711x", "+12", "()", "", "+"})
    void whatIsNoNumberIsNotDialled(String text) {
        assertEquals(Optional.empty(), numbers.dialled(text));
    }

    @Test
    void withoutARegionOnlyGlobalNumbersAreOthers() {
        assertEquals(Optional.of(NUMBER), nowhere.dialled("+49 (30) 1234567"));
        assertEquals(Optional.of(Address.sip("0301234567@example.com")), nowhere.dialled("030 1234567"));
        assertEquals("", nowhere.begun("030 12"));
    }

    @Test
    void aLocalNumberIsNobodysElse() {
        assertEquals(Optional.of(NUMBER), numbers.global(Address.tel("0301234567")));
        assertEquals(Optional.of(Address.tel("+12")), numbers.global(Address.tel("+12")));
        assertEquals(Optional.empty(), numbers.global(Address.tel("4711")));
    }

    @Test
    void theOwnDomainKnowsItsNumbersAndOthersOnlySaySo() {
        Address.Sip here = Address.sip("sip:0301234567@example.com");
        Address.Sip there = Address.sip("sip:+49301234567@elsewhere.example");
        assertEquals(Optional.of(NUMBER), numbers.vouchedFor(here));
        assertEquals(Optional.of(NUMBER), numbers.vouchedFor(Address.sip("+49301234567@example.com")));
        assertEquals(Optional.empty(), numbers.vouchedFor(there));
        assertEquals(Optional.empty(), numbers.vouchedFor(Address.sip("4711@example.com")));
        assertEquals(Optional.empty(), numbers.vouchedFor(Address.sip("example.com")));
        assertEquals(Optional.empty(), numbers.vouchedFor(NUMBER));
        assertEquals(Optional.of(NUMBER), numbers.claimed(there));
        assertEquals(Optional.empty(), numbers.claimed(here), "a local number means something else elsewhere");
        assertEquals(Optional.of(Address.tel("+123")), numbers.claimed(Address.sip("+123@elsewhere.example")));
        assertEquals(Optional.empty(), numbers.claimed(NUMBER));
    }

    @ParameterizedTest
    @CsvSource({
        "030 1234567, tel:+49301234567",
        "tel:0301234567, tel:+49301234567",
        "4711, sip:4711@example.com",
        "SIP:bob@example.com, sip:bob@example.com",
        "xmpp:bob@example.com, xmpp:bob@example.com"
    })
    void whatIsWrittenWithASchemeOrAsANumberIsExplicit(String text, String address) {
        assertEquals(
                new AddressInput.Meaning(List.of(Address.parse(address)), true),
                AddressInput.read(" " + text + " ", Set.of(Protocol.SIP, Protocol.XMPP), numbers));
    }

    @Test
    void userAtDomainIsOfEveryProtocolThereIs() {
        AddressInput.Meaning both = AddressInput.read("bob@example.com", Set.of(Protocol.SIP, Protocol.XMPP), numbers);
        assertEquals(List.of(Address.xmpp("bob@example.com"), Address.sip("bob@example.com")), both.addresses());
        assertEquals(
                new AddressInput.Meaning(List.of(Address.sip("bob@example.com")), false),
                AddressInput.read("bob@example.com", Set.of(Protocol.SIP), numbers));
    }

    @Test
    void whatIsNoAddressIsMisuse() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> AddressInput.read("anna", Set.of(Protocol.SIP), numbers))
                .getMessage();
        assertTrue(message.contains("\"anna\""), message);
    }
}

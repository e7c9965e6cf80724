package dev.duet.sip.internal.rfc6993;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.Address;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.stack.Sip;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallInfoTest {

    private static Set<Address> read(String... values) {
        Request request = new RequestBuilder("INVITE", "sip:bob@example.com").build();
        request.addHeader(Sip.opaqueHeader(CallInfo.NAME, String.join(", ", values)));
        return CallInfo.impp(request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<xmpp:alice@example.com>;purpose=impp | xmpp:alice@example.com",
                "<xmpp:alice@example.com> ; PURPOSE = IMPP | xmpp:alice@example.com",
                "<xmpp:alice@example.com/phone>;x=1;purpose=impp;y=2 | xmpp:alice@example.com",
                "<http://example.com/a,b.png>;purpose=icon, <xmpp:alice@example.com>;purpose=impp"
                        + " | xmpp:alice@example.com",
                "<xmpp:alice@example.com>;purpose=info | ''",
                "<xmpp:alice@example.com> | ''",
                "<xmpp:alice@example.com>;purpose=imppx | ''",
                "<sip:alice@example.com>;purpose=impp | ''",
                "<xmpp:>;purpose=impp | ''",
                "<xmpp:a@example.com>;purpose=impp, <xmpp:b@example.com>;purpose=impp"
                        + " | xmpp:a@example.com xmpp:b@example.com"
            })
    void namesXmppAddresses(String value, String addresses) {
        Set<Address> expected = Arrays.stream(addresses.split(" "))
                .filter(address -> !address.isEmpty())
                .map(Address::parse)
                .collect(Collectors.toSet());
        assertEquals(expected, read(value));
    }

    @Test
    void aListIsReadUpToFour() {
        assertEquals(
                Set.of(Address.xmpp("a@example.com"), Address.xmpp("b@example.com")),
                read("<xmpp:a@example.com>;purpose=impp", "<xmpp:b@example.com>;purpose=impp"));
        String many = "<xmpp:u@example.com>;purpose=impp";
        assertEquals(
                4,
                read(
                                many,
                                many.replace("u@", "v@"),
                                many.replace("u@", "w@"),
                                many.replace("u@", "x@"),
                                many.replace("u@", "y@"))
                        .size());
    }

    @Test
    void theOwnAddressIsWrittenAsItIsRead() {
        Address.Xmpp own = Address.xmpp("älice@example.com/phone");
        assertEquals(
                "<xmpp:al%25ice$co@example.com>;purpose=impp", CallInfo.value(Address.xmpp("al%ice$co@example.com")));
        assertEquals(Set.of(own.bare()), read(CallInfo.value(own)));
    }
}

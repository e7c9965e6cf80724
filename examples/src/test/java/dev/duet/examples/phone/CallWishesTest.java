package dev.duet.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.duet.api.Call;
import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.model.AnswerWish;
import dev.duet.model.CallDirection;
import dev.duet.model.CallOptions;
import dev.duet.model.CallPhase;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallWishesTest {

    private static final String BOB = "sip:bob@example.com";
    private static final Command CALL = Commands.named("call");

    private static CallWishes read(String text) {
        return CallWishes.parse(CALL.split(text));
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "auto!, AUTO_REQUIRED", "manual, MANUAL", "manual!, MANUAL_REQUIRED"})
    void wishes_stand_before_the_address_in_any_order(String word, AnswerWish wish) {
        CallOptions all =
                CallOptions.DEFAULT.withCallerHidden().withAnswer(wish).withAlerts("urn:alert:source:internal");

        assertEquals(
                new CallWishes(BOB, all),
                read("--ring urn:alert:source:internal --anonymous --answer " + word + " " + BOB));
    }

    @Test
    void without_them_nothing_is_wished() {
        assertEquals(new CallWishes("bob", CallOptions.DEFAULT), read("bob"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', Write \"call [--anonymous] [--answer MODE] [--ring URI] ADDRESS\"",
        "--anonymous, Something lacks at the end",
        "--answer, Something lacks at the end",
        "--answer auto, Something lacks at the end",
        "--answer now bob, \"now\" is none of auto",
        "--ring ring.wav bob, \"ring.wav\" is no absolute URI",
        "--loud bob, There is no option \"--loud\"",
        "bob --anonymous, After the address \"bob\" comes nothing",
        "a b c d e f g, Write \"call",
    })
    void what_is_no_wish_is_told(String text, String why) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> read(text));

        assertTrue(String.valueOf(failure.getMessage()).startsWith(why), failure.getMessage());
    }

    @Test
    void the_account_is_told() {
        FakeAccount fake = new FakeAccount();
        List<String> out = new CopyOnWriteArrayList<>();
        Session session = Session.open(
                fake.account,
                new Sound(AudioSource::silence, AudioSink::discard),
                false,
                Printer.text(out::add, Clock.fixed(FakeAccount.NOON, ZoneOffset.UTC)));
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.NEW, BOB);
        when(fake.account.call(BOB, CallOptions.DEFAULT.withCallerHidden())).thenReturn(call);

        assertTrue(session.execute("call --anonymous " + BOB), () -> String.join("\n", out));

        verify(fake.account).call(BOB, CallOptions.DEFAULT.withCallerHidden());
    }
}

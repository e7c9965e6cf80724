package dev.duet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallOptionsTest {

    @Test
    void theDefaultIsWhatTheAccountSays() {
        assertNull(CallOptions.DEFAULT.privacy());
        assertFalse(CallOptions.DEFAULT.hides());
        assertFalse(CallOptions.DEFAULT.binding());
    }

    @Test
    void eachWishKeepsTheOthers() {
        CallOptions all = CallOptions.DEFAULT
                .withAlerts("urn:alert:source:internal", "http://example.com/ring.wav")
                .withAnswer(AnswerWish.AUTO)
                .withCallerHidden();
        assertEquals(Set.of(SipPrivacy.USER, SipPrivacy.ID), all.privacy());
        assertEquals(AnswerWish.AUTO, all.answer());
        assertEquals(
                List.of(URI.create("urn:alert:source:internal"), URI.create("http://example.com/ring.wav")),
                all.alerts());
        assertEquals(all, all.withPrivacy(SipPrivacy.ID, SipPrivacy.USER));
        assertEquals(CallOptions.DEFAULT.withCallerShown(), CallOptions.DEFAULT.withPrivacy(SipPrivacy.NONE));
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void whatIsToBeHiddenBinds(SipPrivacy level) {
        CallOptions options = level == SipPrivacy.CRITICAL
                ? CallOptions.DEFAULT.withPrivacy(level, SipPrivacy.ID)
                : CallOptions.DEFAULT.withPrivacy(level);
        assertTrue(options.hides());
        assertTrue(options.binding());
    }

    @Test
    void whoIsShownWishesNothingThatBinds() {
        assertFalse(CallOptions.DEFAULT.withCallerShown().binding());
        assertFalse(CallOptions.DEFAULT.withPrivacy().binding());
        assertFalse(CallOptions.DEFAULT.withAlerts("urn:alert:priority:high").binding());
    }

    @ParameterizedTest
    @CsvSource({"NONE, false", "MANUAL, false", "MANUAL_REQUIRED, true", "AUTO, false", "AUTO_REQUIRED, true"})
    void anAnswerBindsWhenItIsRequired(AnswerWish wish, boolean binding) {
        assertEquals(binding, CallOptions.DEFAULT.withAnswer(wish).binding());
    }

    @Test
    void noneStandsAloneAndCriticalDoesNot() {
        assertThrows(
                IllegalArgumentException.class, () -> CallOptions.DEFAULT.withPrivacy(SipPrivacy.NONE, SipPrivacy.ID));
        assertThrows(IllegalArgumentException.class, () -> CallOptions.DEFAULT.withPrivacy(SipPrivacy.CRITICAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring.wav", "//example.com/ring.wav", "urn:", "http://a b", "<http://example.com/>", ""})
    void anAlertIsAnAbsoluteUri(String uri) {
        assertThrows(IllegalArgumentException.class, () -> CallOptions.DEFAULT.withAlerts(uri));
    }

    @Test
    void alertsAreFewAndShort() {
        URI alert = URI.create("urn:alert:source:internal");
        assertEquals(
                4,
                CallOptions.DEFAULT
                        .withAlerts(List.of(alert, alert, alert, alert))
                        .alerts()
                        .size());
        assertThrows(
                IllegalArgumentException.class,
                () -> CallOptions.DEFAULT.withAlerts(List.of(alert, alert, alert, alert, alert)));
        assertThrows(
                IllegalArgumentException.class,
                () -> CallOptions.DEFAULT.withAlerts("http://example.com/" + "a".repeat(500)));
    }
}

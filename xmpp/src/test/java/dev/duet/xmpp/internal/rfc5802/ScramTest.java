package dev.duet.xmpp.internal.rfc5802;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.xmpp.internal.rfc5802.Scram.Binding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {

    @Test
    void goesThroughTheExampleOfRfc7677() {
        Scram scram = new Scram("SHA-256", "user", "rOprNGfwEbeRWgbNEkqO", Binding.NONE, "");
        assertEquals("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", scram.first());
        assertEquals(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                scram.last(
                        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                        "pencil"));
        assertTrue(scram.verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        assertFalse(scram.verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5="));
        assertFalse(scram.verify("e=other-error"));
    }

    @Test
    void goesThroughTheExampleOfRfc5802() {
        Scram scram = new Scram("SHA-1", "user", "fyko+d2lbbFgONRv9qkxdawL", Binding.NONE, "");
        assertEquals(
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                scram.last("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096", "pencil"));
        assertTrue(scram.verify("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
    }

    @Test
    void tiesTheExchangeToTheConnection() {
        Scram scram = new Scram(
                "SHA-256", "user", "x", Binding.of("tls-server-end-point", new byte[] {1, 2, (byte) 255}), "");
        assertEquals("p=tls-server-end-point,,n=user,r=x", scram.first());
        // base64 of the header and the three bytes
        assertTrue(scram.last("r=xy,s=QSXCR+Q6sek8bf92,i=4096", "pencil")
                .startsWith("c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAQL/,r=xy,p="));
        assertEquals("y,,n=user,r=x", new Scram("SHA-256", "user", "x", Binding.NOT_OFFERED, "").first());
        assertTrue(new Scram("SHA-256", "user", "x", Binding.NOT_OFFERED, "")
                .last("r=xy,s=QSXCR+Q6sek8bf92,i=4096", "pencil")
                .startsWith("c=eSws,"));
    }

    @Test
    void escapesTheUser() {
        assertEquals("n,,n=a=2Cb=3Dc,r=x", new Scram("SHA-256", "a,b=c", "x", Binding.NONE, "").first());
    }

    @Test
    void aServerThatWasNotAskedProvesNothing() {
        assertFalse(new Scram("SHA-256", "user", "x", Binding.NONE, "").verify("v=AAAA"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "r=x,s=QSXCR+Q6sek8bf92,i=4096",
                "r=other,s=QSXCR+Q6sek8bf92,i=4096",
                "r=xy,s=***,i=4096",
                "r=xy,i=4096",
                "r=xy,s=QSXCR+Q6sek8bf92",
                "r=xy,s=QSXCR+Q6sek8bf92,i=0",
                "r=xy,s=QSXCR+Q6sek8bf92,i=many",
                "r=xy,s=QSXCR+Q6sek8bf92,i=2000000000",
                "m=ext,r=xy,s=QSXCR+Q6sek8bf92,i=4096"
            })
    void refusesABadChallenge(String challenge) {
        assertThrows(IllegalArgumentException.class, () -> new Scram("SHA-256", "user", "x", Binding.NONE, "")
                .last(challenge, "secret"));
    }
}

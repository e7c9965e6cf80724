package dev.duet.sandbox.internal.xmpp.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {

    private static final Credentials ONE_USER = new Credentials() {
        @Override
        public Optional<String> password(String user) {
            return user.equals("user") || user.equals("a,b=c") ? Optional.of("pencil") : Optional.empty();
        }

        @Override
        public void password(String user, String password) {
            throw new UnsupportedOperationException("Signing in changes no password");
        }

        @Override
        public void remove(String user) {
            throw new UnsupportedOperationException("Signing in removes nobody");
        }

        @Override
        public boolean mayActAs(String user, String authorizationIdentity) {
            return authorizationIdentity.equals(user + "@example.org");
        }
    };

    private static final String CLIENT_NONCE = "fyko+d2lbbFgONRv9qkxdawL";
    private static final String SHA_1_FINAL = "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j";

    private static Scram scram(ScramHash hash, String salt, String nonce) {
        byte[] bytes = Base64.getDecoder().decode(salt);
        return new Scram(
                hash,
                ONE_USER,
                user -> ScramVerifier.of(hash, "pencil", bytes, 4096),
                nonce,
                false,
                ChannelBinding.NONE);
    }

    private static Scram sha1() {
        return scram(ScramHash.SHA_1, "QSXCR+Q6sek8bf92", "3rfcNHYJY1ZVvWVs7j");
    }

    private static SaslStep failure(SaslFailure condition) {
        return new SaslStep.Failure(condition);
    }

    @Test
    void theExampleOfRfc5802IsReproduced() {
        Scram scram = sha1();
        assertEquals(
                new SaslStep.Challenge("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"),
                scram.step("n,,n=user,r=" + CLIENT_NONCE));
        assertEquals(
                new SaslStep.Success("user", "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="),
                scram.step(SHA_1_FINAL + ",p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="));
    }

    @Test
    void theExampleOfRfc7677IsReproduced() {
        Scram scram = scram(ScramHash.SHA_256, "W22ZaJ0SNY7soEsUEjb6gQ==", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        assertEquals(
                new SaslStep.Challenge(
                        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
                scram.step("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"));
        assertEquals(
                new SaslStep.Success("user", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
                scram.step("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SHA_1_FINAL + ",p=v0X8v3Bz2T0CJGbJQyF0X+HI4Xs=",
                SHA_1_FINAL + ",p=AAAA",
                SHA_1_FINAL + ",p=",
                "c=eSws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="
            })
    void aWrongProofBindingOrNonceIsNotAuthorized(String last) {
        Scram scram = sha1();
        scram.step("n,,n=user,r=" + CLIENT_NONCE);
        assertEquals(failure(SaslFailure.NOT_AUTHORIZED), scram.step(last));
    }

    @Test
    void anUnknownUserGetsAChallengeLikeAnyOther() {
        Scram scram = sha1();
        SaslStep challenge = scram.step("n,,n=nobody,r=" + CLIENT_NONCE);
        assertEquals(SaslStep.Challenge.class, challenge.getClass());
        assertEquals(failure(SaslFailure.NOT_AUTHORIZED), scram.step(SHA_1_FINAL + ",p=AAAA"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n,,",
                "n,,n=user",
                "n,,n=user,r=",
                "n,,n=,r=abc",
                "n,,r=abc,n=user",
                "x,,n=user,r=abc",
                "n,b=c,n=user,r=abc",
                "n,,n=us=er,r=abc",
                "n,,m=ext,n=user,r=abc",
                "p=tls-unique,,n=user,r=abc"
            })
    void aMalformedFirstMessageIsSaidToBe(String message) {
        assertEquals(failure(SaslFailure.MALFORMED_REQUEST), sha1().step(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c=biws", "c=biws,r=x", "c=!,r=x,p=AAAA", "c=biws,r=x,p=!", "r=x,c=biws,p=AAAA"})
    void aMalformedLastMessageIsSaidToBe(String message) {
        Scram scram = sha1();
        scram.step("n,,n=user,r=" + CLIENT_NONCE);
        assertEquals(failure(SaslFailure.MALFORMED_REQUEST), scram.step(message));
    }

    @Test
    void escapedNamesAreUnescaped() {
        assertEquals(
                SaslStep.Challenge.class, sha1().step("n,,n=a=2Cb=3Dc,r=abc").getClass());
    }

    @Test
    void onlyOnesOwnAddressMayBeTheAuthorizationIdentity() {
        assertEquals(failure(SaslFailure.INVALID_AUTHZID), sha1().step("n,a=other@example.org,n=user,r=abc"));
        assertEquals(
                SaslStep.Challenge.class,
                sha1().step("y,a=user@example.org,n=user,r=abc").getClass());
    }

    @Test
    void plainChecksPasswordNameAndIdentity() {
        assertEquals(new SaslStep.Success("user", ""), new Plain(ONE_USER).step("\0user\0pencil"));
        assertEquals(new SaslStep.Success("user", ""), new Plain(ONE_USER).step("user@example.org\0USER\0pencil"));
        assertEquals(failure(SaslFailure.NOT_AUTHORIZED), new Plain(ONE_USER).step("\0user\0pen"));
        assertEquals(failure(SaslFailure.NOT_AUTHORIZED), new Plain(ONE_USER).step("\0nobody\0pencil"));
        assertEquals(failure(SaslFailure.INVALID_AUTHZID), new Plain(ONE_USER).step("x@y\0user\0pencil"));
        for (String bad : new String[] {"", "user", "\0user", "\0\0pencil", "\0user\0", "a\0b\0c\0d"}) {
            assertEquals(failure(SaslFailure.MALFORMED_REQUEST), new Plain(ONE_USER).step(bad));
        }
    }
}

package dev.duet.sandbox.internal.sip.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.sandbox.internal.sip.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DigestTest {

    /** RFC 7616 3.9.1. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void the_example_of_rfc_7616(String algorithm, String response) {
        assertEquals(
                response,
                Digest.response(
                        algorithm,
                        "Mufasa",
                        "http-auth@example.org",
                        "Circle of Life",
                        "GET",
                        "/dir/index.html",
                        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                        "00000001",
                        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                        "auth",
                        new byte[0]));
    }

    @Test
    void the_example_of_rfc_2617() {
        assertEquals(
                "6629fae49393a05397450978507c4ef1",
                Digest.response(
                        "MD5",
                        "Mufasa",
                        "testrealm@host.com",
                        "Circle Of Life",
                        "GET",
                        "/dir/index.html",
                        "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                        "00000001",
                        "0a4f113b",
                        "auth",
                        new byte[0]));
    }

    @Test
    void a_count_is_good_once_and_a_nonce_for_its_lifetime() {
        VirtualTime time = new VirtualTime();
        Nonces nonces = new Nonces(time, Duration.ofMinutes(5));
        String nonce = nonces.issue();
        assertEquals(Nonces.Use.GOOD, nonces.use(nonce, 1));
        assertEquals(Nonces.Use.GOOD, nonces.use(nonce, 3));
        assertEquals(Nonces.Use.REPLAYED, nonces.use(nonce, 3));
        assertEquals(Nonces.Use.REPLAYED, nonces.use(nonce, 1));
        assertEquals(Nonces.Use.STALE, nonces.use(nonce, 2));
        assertEquals(Nonces.Use.GOOD, nonces.use(nonce, 1000));
        assertEquals(Nonces.Use.STALE, nonces.use("never issued", 1));
        time.advance(Duration.ofMinutes(6));
        assertEquals(Nonces.Use.STALE, nonces.use(nonce, 1001));
    }
}

package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.AccountState;
import dev.duet.model.Failure;
import dev.duet.model.SipPush;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registration (RFC 3261 10.2, 22; RFC 8760, 8599, 3327) at SIPp. */
@NeedsPeers("sipp")
@Tag("beside")
class SippRegistrationTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weProveThePasswordFollowTheIntervalAndRefreshInTime() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-registrar.xml");
                Account account = PeerAccounts.sip(sipp, half -> half.registrationExpiry(Duration.ofSeconds(10)))) {
            Futures.await(account.connect());
            assertEquals("refreshed", sipp.logged());
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void aRegistrarWithoutTimeIsAskedLater() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-busy-registrar.xml");
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            assertEquals(Failure.Retry.LATER, Futures.failure(account.connect()).retry());
            double waited = Double.parseDouble(sipp.logged());
            await("the registration").until(() -> account.state().summary() == AccountState.Summary.ONLINE);
            assertTrue(waited >= 3, "seconds: " + waited);
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"SHA-256, auth", "SHA-256, auth-int", "SHA-512-256, auth-int", "MD5, auth-int"})
    void theFirstChallengeThatIsUnderstoodIsAnsweredByItsHash(String algorithm, String qop) {
        Map<String, String> asked = Map.of("algorithm", algorithm, "qop", qop);
        try (Sipp sipp = Sipp.callee(folder, "sipp-hashing-registrar.xml", 1, asked);
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            Futures.await(account.connect());
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());

            List<Map<String, String>> proofs =
                    sipp.said().lines().map(SippRegistrationTest::parameters).toList();
            assertEquals(2, proofs.size(), sipp.said());
            for (int i = 0; i < 2; i++) {
                Map<String, String> proof = proofs.get(i);
                assertEquals("alice", proof.get("username"));
                assertEquals("sipp.test", proof.get("realm"));
                assertEquals("strong", proof.get("nonce"));
                assertEquals(algorithm, proof.get("algorithm"));
                assertEquals(qop, proof.get("qop"));
                assertEquals("0000000" + (i + 1), proof.get("nc"));
                assertEquals(digest(algorithm, proof), proof.get("response"));
            }
            assertNotEquals(proofs.get(0).get("cnonce"), proofs.get(1).get("cnonce"));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void otherDevicesAreLeftAlone() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-sharing-registrar.xml");
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            Futures.await(account.connect());
            assertEquals("refreshed", sipp.logged());
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void theRegistrarIsToldHowToWakeUs() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-waking-registrar.xml");
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false)
                        .push(new SipPush("fcm", "token:one; two", "project")))) {
            Futures.await(account.connect());
            account.networkChanged();
            assertEquals("woken", sipp.logged());
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    private static Map<String, String> parameters(String authorization) {
        return Pattern.compile("([a-z]+)=(?:\"([^\"]*)\"|([^, ]+))")
                .matcher(authorization)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), found -> found.group(2) == null ? found.group(3) : found.group(2)));
    }

    /** RFC 7616 3.4.1 to 3.4.3, of a REGISTER, which has no body. */
    private static String digest(String algorithm, Map<String, String> proof) {
        String user = hash(algorithm, String.join(":", proof.get("username"), proof.get("realm"), "secret"));
        String request = "REGISTER:" + proof.get("uri");
        String covered = proof.get("qop").equals("auth-int") ? request + ":" + hash(algorithm, "") : request;
        return hash(
                algorithm,
                String.join(
                        ":",
                        user,
                        proof.get("nonce"),
                        proof.get("nc"),
                        proof.get("cnonce"),
                        proof.get("qop"),
                        hash(algorithm, covered)));
    }

    private static String hash(String algorithm, String text) {
        try {
            MessageDigest hash = MessageDigest.getInstance(algorithm.replace("512-", "512/"));
            return HexFormat.of().formatHex(hash.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

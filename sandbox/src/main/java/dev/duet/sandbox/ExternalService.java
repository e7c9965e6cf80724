package dev.duet.sandbox;

import java.time.Duration;

/**
 * Another server that clients are told of (XEP-0215 3).
 *
 * @param type for example {@code stun}, {@code turn} or {@code turns}
 * @param host its name or address
 * @param port where it listens
 * @param transport {@code udp} or {@code tcp}
 * @param username empty without
 * @param password empty without
 * @param lifetime how long the credentials count from each answer on; zero for ever
 */
public record ExternalService(
        String type, String host, int port, String transport, String username, String password, Duration lifetime) {

    /** Without the password. */
    @Override
    public String toString() {
        return "ExternalService[" + type + ' ' + host + ':' + port + '/' + transport + ", " + username + ']';
    }
}

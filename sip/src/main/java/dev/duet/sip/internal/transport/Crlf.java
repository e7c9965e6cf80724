package dev.duet.sip.internal.transport;

/** The keep-alive of connections (RFC 5626 3.5.1), which opens the way by UDP, too. Nobody changes the bytes. */
final class Crlf {

    static final byte[] PING = {'\r', '\n', '\r', '\n'};
    static final byte[] PONG = {'\r', '\n'};

    private Crlf() {}
}

package dev.duet.sandbox.wire;

/** Which way something passes a wire. */
public enum Direction {
    /** From the client, which came to the wire, to the server behind it. */
    UP,
    /** From the server back to the client. */
    DOWN
}

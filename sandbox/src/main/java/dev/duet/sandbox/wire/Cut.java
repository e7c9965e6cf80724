package dev.duet.sandbox.wire;

/** How a TCP connection is cut. */
public enum Cut {
    /** Both ends get a reset (RST), as when a middlebox or a crashed host refuses to go on. */
    RESET,
    /** Both ends get an orderly end of stream (FIN); what was under way is lost. */
    CLOSE,
    /**
     * Nothing passes and nobody is told, as when a cable is pulled or a radio is out of range. After a
     * {@link TcpWire#resume()} the bytes held back flow again, as TCP's retransmissions would bring them.
     */
    SILENT,
    /**
     * The client's end is reset, and the target is told nothing: a phone leaves a network, and its connections end with
     * its address. These stay dead after a {@link TcpWire#resume()}; who connects before that is reset.
     */
    ROAM
}

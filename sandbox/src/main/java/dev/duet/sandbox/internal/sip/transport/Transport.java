package dev.duet.sandbox.internal.sip.transport;

/** The transports the server listens on. */
public enum Transport {
    UDP(5060),
    TCP(5060),
    TLS(5061);

    private final int defaultPort;

    Transport(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    public boolean reliable() {
        return this != UDP;
    }

    /** The port meant by a URI that names none. */
    public int defaultPort() {
        return defaultPort;
    }
}

package dev.duet.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a sandbox shall be like. For one thread; {@link #build()} may be called more than once. */
public final class DuetSandboxBuilder {

    private String domain = "example.com";
    private long seed = 1;
    private final List<String> moreNames = new ArrayList<>();
    private UnaryOperator<SipServerConfigBuilder> sip = UnaryOperator.identity();
    private UnaryOperator<XmppServerConfigBuilder> xmpp = UnaryOperator.identity();

    DuetSandboxBuilder() {}

    /**
     * Sets the domain, by default {@code example.com}.
     *
     * @param value a domain name in lower case
     * @return this
     */
    public DuetSandboxBuilder domain(String value) {
        domain = value;
        return this;
    }

    /**
     * Sets the seed of the wires' decisions, by default 1.
     *
     * @param value any number
     * @return this
     */
    public DuetSandboxBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Adds names to the servers' certificates, which by default are for the domain and the host below it
     * ({@code sip.example.com}, {@code xmpp.example.com}) alone: a client is told a domain, and that is what it must
     * check, also when it was told to connect to 127.0.0.1.
     *
     * @param names DNS names or literal addresses
     * @return this
     */
    public DuetSandboxBuilder certifiedFor(String... names) {
        moreNames.addAll(List.of(names));
        return this;
    }

    /**
     * Changes how the SIP server behaves.
     *
     * @param change called once for each sandbox built
     * @return this
     */
    public DuetSandboxBuilder sip(UnaryOperator<SipServerConfigBuilder> change) {
        sip = change;
        return this;
    }

    /**
     * Changes how the XMPP server behaves.
     *
     * @param change called once for each sandbox built
     * @return this
     */
    public DuetSandboxBuilder xmpp(UnaryOperator<XmppServerConfigBuilder> change) {
        xmpp = change;
        return this;
    }

    /**
     * Starts the sandbox.
     *
     * @return the running sandbox
     * @throws java.io.UncheckedIOException if no port can be opened
     */
    public DuetSandbox build() {
        return new DuetSandbox(this);
    }

    String domain() {
        return domain;
    }

    long seed() {
        return seed;
    }

    String[] names(String host) {
        List<String> names = new ArrayList<>(List.of(domain, host));
        names.addAll(moreNames);
        return names.toArray(String[]::new);
    }

    SipServerConfigBuilder customizeSip(SipServerConfigBuilder builder) {
        return sip.apply(builder);
    }

    XmppServerConfigBuilder customizeXmpp(XmppServerConfigBuilder builder) {
        return xmpp.apply(builder);
    }
}

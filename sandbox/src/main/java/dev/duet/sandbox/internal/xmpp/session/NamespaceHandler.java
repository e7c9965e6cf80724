package dev.duet.sandbox.internal.xmpp.session;

import java.util.List;

/** Answers the IQs of one namespace, which the server announces as a feature. */
public abstract class NamespaceHandler implements IqHandler {

    private final String specification;
    private final String namespace;

    /** A handler of that namespace, by that specification. */
    protected NamespaceHandler(String specification, String namespace) {
        this.specification = specification;
        this.namespace = namespace;
    }

    @Override
    public final String specification() {
        return specification;
    }

    @Override
    public final List<String> namespaces() {
        return List.of(namespace);
    }

    @Override
    public final List<String> serverFeatures() {
        return namespaces();
    }
}

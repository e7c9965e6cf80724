package dev.duet.sandbox.internal.xmpp.session;

import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;

/** Answers IQs of some namespaces on the server's or an account's behalf, under the domain's lock. */
public interface IqHandler {

    /** The specification, for example {@code XEP-0199}; by this name it can be switched off. */
    String specification();

    /** The namespaces of the payloads that it answers. */
    List<String> namespaces();

    /** The features to announce (XEP-0030) for the server. */
    default List<String> serverFeatures() {
        return List.of();
    }

    /** What else to announce for the server (XEP-0128). */
    default List<Element> serverForms() {
        return List.of();
    }

    /** The features to announce (XEP-0030) for every account. */
    default List<String> accountFeatures() {
        return List.of();
    }

    /** What every account is by this (XEP-0030), beside a registered user. */
    default Optional<Identity> accountIdentity() {
        return Optional.empty();
    }

    /** What somebody is. */
    record Identity(String category, String type) {}

    /** The answer, empty when there is none to such a request: then it is {@code service-unavailable}. */
    Optional<Element> answer(IqRequest request);
}

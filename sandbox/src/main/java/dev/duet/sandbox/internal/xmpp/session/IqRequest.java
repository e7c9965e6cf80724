package dev.duet.sandbox.internal.xmpp.session;

import dev.duet.sandbox.internal.xmpp.xml.Element;

/**
 * An IQ of type get or set that the server answers itself.
 *
 * @param from who asks
 * @param target whom it concerns
 * @param account the account that it concerns; for {@link Target#SERVER} the asking one
 * @param iq the whole stanza
 * @param payload its one child
 */
public record IqRequest(ClientSession from, Target target, Account account, Element iq, Element payload) {

    /** What a request is addressed to. */
    public enum Target {
        SERVER,
        OWN_ACCOUNT,
        OTHER_ACCOUNT
    }

    public boolean isSet() {
        return iq.attribute("type", "").equals("set");
    }
}

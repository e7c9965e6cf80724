package dev.duet.xmpp.internal.xep0166;

import java.util.Locale;

/** What a Jingle element asks for (XEP-0166 7.2). */
public enum Action {
    CONTENT_ACCEPT,
    CONTENT_ADD,
    CONTENT_MODIFY,
    CONTENT_REJECT,
    CONTENT_REMOVE,
    DESCRIPTION_INFO,
    SECURITY_INFO,
    SESSION_ACCEPT,
    SESSION_INFO,
    SESSION_INITIATE,
    SESSION_TERMINATE,
    TRANSPORT_ACCEPT,
    TRANSPORT_INFO,
    TRANSPORT_REJECT,
    TRANSPORT_REPLACE;

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Action read(String word) throws JingleException {
        for (Action action : values()) {
            if (action.wire().equals(word)) {
                return action;
            }
        }
        throw new JingleException("unknown action");
    }
}

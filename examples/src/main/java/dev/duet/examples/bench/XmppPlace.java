package dev.duet.examples.bench;

import java.nio.file.Path;

/**
 * Where an XMPP server of this machine is.
 *
 * @param port of streams that begin in the clear
 * @param directTlsPort of those that begin with TLS; 0 where there is none
 * @param password of everybody
 * @param authority the PEM file of who issued its certificate
 */
record XmppPlace(int port, int directTlsPort, String domain, String password, Path authority) {

    /** One of many. */
    static String user(int number) {
        return "user" + number;
    }
}

/**
 * Real peers on loopback: Kamailio, Prosody, ejabberd, baresip, SIPp, coturn and Chromium as Debian packages them, each
 * started by the test that wants it, on ports of its own; and networks with NATs, made of network namespaces. Where
 * they are not installed these tests are skipped; with {@code DUET_PEERS=required} in the environment they fail.
 *
 * <p>Pages of Chromium are driven over its DevTools protocol; what they say and hear is sound, and it is compared.
 */
@NullMarked
package dev.duet.examples.peers;

import org.jspecify.annotations.NullMarked;

/**
 * Real peers on loopback: Kamailio, Prosody, baresip and SIPp as Debian packages them, each started by the test that
 * wants it, on ports of its own. Where they are not installed these tests are skipped; with {@code DUET_PEERS=required}
 * in the environment they fail instead.
 */
@NullMarked
package dev.duet.examples.peers;

import org.jspecify.annotations.NullMarked;

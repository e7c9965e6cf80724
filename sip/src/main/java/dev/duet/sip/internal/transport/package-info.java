/**
 * Sockets that SIP messages travel over: UDP, TCP and TLS (RFC 3261 18), SCTP (RFC 4168), WebSocket (RFC 7118), with
 * the checks of RFC 5922. No JAIN-SIP.
 */
@NullMarked
package dev.duet.sip.internal.transport;

import org.jspecify.annotations.NullMarked;

/** The sandbox's SIP server put together: what comes in goes to the registrar, the proxy or the event server. */
@NullMarked
package dev.duet.sandbox.internal.sip;

import org.jspecify.annotations.NullMarked;

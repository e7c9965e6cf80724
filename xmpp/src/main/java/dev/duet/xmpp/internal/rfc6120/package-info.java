/** The core of XMPP: addresses, IQ requests and answers, errors. */
@NullMarked
package dev.duet.xmpp.internal.rfc6120;

import org.jspecify.annotations.NullMarked;

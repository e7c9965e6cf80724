/** SASL: the mechanisms and the choice among them. */
@NullMarked
package dev.duet.xmpp.internal.rfc4422;

import org.jspecify.annotations.NullMarked;

/** The tour: two people meet, by SIP and XMPP at once. */
@NullMarked
package dev.duet.examples.tour;

import org.jspecify.annotations.NullMarked;

/** Blocked addresses (XEP-0191), with reports about them (XEP-0377). */
@NullMarked
package dev.duet.xmpp.internal.xep0191;

import org.jspecify.annotations.NullMarked;

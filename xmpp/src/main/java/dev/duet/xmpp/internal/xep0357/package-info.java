/** Word of what comes while a device sleeps (XEP-0357). */
@NullMarked
package dev.duet.xmpp.internal.xep0357;

import org.jspecify.annotations.NullMarked;

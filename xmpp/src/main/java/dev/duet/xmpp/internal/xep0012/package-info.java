/** When somebody was last active (XEP-0012). */
@NullMarked
package dev.duet.xmpp.internal.xep0012;

import org.jspecify.annotations.NullMarked;

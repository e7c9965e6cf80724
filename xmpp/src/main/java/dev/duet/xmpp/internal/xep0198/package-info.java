/** Stream management (XEP-0198). */
@NullMarked
package dev.duet.xmpp.internal.xep0198;

import org.jspecify.annotations.NullMarked;

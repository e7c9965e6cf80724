/** Pages of what is too much at once (XEP-0059). */
@NullMarked
package dev.duet.xmpp.internal.xep0059;

import org.jspecify.annotations.NullMarked;

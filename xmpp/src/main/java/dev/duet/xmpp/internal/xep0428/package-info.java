/** What of a message is there for those who do not know an extension. */
@NullMarked
package dev.duet.xmpp.internal.xep0428;

import org.jspecify.annotations.NullMarked;

/** The message archive (XEP-0313, with XEP-0059 for its pages). */
@NullMarked
package dev.duet.xmpp.internal.xep0313;

import org.jspecify.annotations.NullMarked;

/** vCards (XEP-0292), with those of former times (XEP-0054). */
@NullMarked
package dev.duet.xmpp.internal.xep0292;

import org.jspecify.annotations.NullMarked;

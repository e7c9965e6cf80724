/** Files that are fetched elsewhere, and what is told of them (XEP-0447, XEP-0446, XEP-0264, XEP-0300). */
@NullMarked
package dev.duet.xmpp.internal.xep0447;

import org.jspecify.annotations.NullMarked;

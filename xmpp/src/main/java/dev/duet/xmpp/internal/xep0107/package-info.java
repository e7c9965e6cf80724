/** How people feel (XEP-0107). */
@NullMarked
package dev.duet.xmpp.internal.xep0107;

import org.jspecify.annotations.NullMarked;

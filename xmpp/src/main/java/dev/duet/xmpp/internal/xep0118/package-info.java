/** What people listen to (XEP-0118). */
@NullMarked
package dev.duet.xmpp.internal.xep0118;

import org.jspecify.annotations.NullMarked;

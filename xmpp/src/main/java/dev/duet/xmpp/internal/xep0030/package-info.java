/** Service discovery (XEP-0030) and entity capabilities (XEP-0115). */
@NullMarked
package dev.duet.xmpp.internal.xep0030;

import org.jspecify.annotations.NullMarked;

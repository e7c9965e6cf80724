/** Forms (XEP-0004). */
@NullMarked
package dev.duet.xmpp.internal.xep0004;

import org.jspecify.annotations.NullMarked;

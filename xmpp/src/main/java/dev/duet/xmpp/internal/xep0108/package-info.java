/** User activity (XEP-0108). */
@NullMarked
package dev.duet.xmpp.internal.xep0108;

import org.jspecify.annotations.NullMarked;

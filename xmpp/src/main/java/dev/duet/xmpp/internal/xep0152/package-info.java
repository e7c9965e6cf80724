/** Where else somebody can be reached (XEP-0152). */
@NullMarked
package dev.duet.xmpp.internal.xep0152;

import org.jspecify.annotations.NullMarked;

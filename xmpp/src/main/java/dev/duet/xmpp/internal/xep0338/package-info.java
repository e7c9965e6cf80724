/** XEP-0338: Jingle Grouping Framework. */
@NullMarked
package dev.duet.xmpp.internal.xep0338;

import org.jspecify.annotations.NullMarked;

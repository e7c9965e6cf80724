/** XML elements as values. Pure. */
@NullMarked
package dev.duet.xmpp.internal.xml;

import org.jspecify.annotations.NullMarked;

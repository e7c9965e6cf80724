/** Small XML documents off the wire, read without entities and with bounds. */
@NullMarked
package dev.duet.sip.internal.xml;

import org.jspecify.annotations.NullMarked;

/** XML bodies: read with nothing that reaches outside, written with everything escaped. */
@NullMarked
package dev.duet.sip.internal.xml;

import org.jspecify.annotations.NullMarked;

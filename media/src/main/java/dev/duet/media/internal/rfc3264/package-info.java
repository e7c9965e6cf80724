/** Offer and answer for sound (RFC 3264): pure rules on descriptions. */
@NullMarked
package dev.duet.media.internal.rfc3264;

import org.jspecify.annotations.NullMarked;

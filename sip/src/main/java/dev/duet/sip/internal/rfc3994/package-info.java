/** Typing notices between two people. */
@NullMarked
package dev.duet.sip.internal.rfc3994;

import org.jspecify.annotations.NullMarked;

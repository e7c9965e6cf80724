/** The registrar and its location service (RFC 3261 10). */
@NullMarked
package dev.duet.sandbox.internal.sip.registrar;

import org.jspecify.annotations.NullMarked;

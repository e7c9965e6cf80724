/** Calls that do not tell who calls (RFC 3323, RFC 3325). */
@NullMarked
package dev.duet.sip.internal.rfc3323;

import org.jspecify.annotations.NullMarked;

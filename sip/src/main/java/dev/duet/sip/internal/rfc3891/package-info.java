/** Naming a dialog that another one is to replace (RFC 3891). */
@NullMarked
package dev.duet.sip.internal.rfc3891;

import org.jspecify.annotations.NullMarked;

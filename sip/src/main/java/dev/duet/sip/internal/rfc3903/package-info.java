/** Publishing own presence (RFC 3903). All on the loop. */
@NullMarked
package dev.duet.sip.internal.rfc3903;

import org.jspecify.annotations.NullMarked;

/** REFER, and telling how what it asked for goes on (RFC 3515, RFC 3892, RFC 4488). */
@NullMarked
package dev.duet.sip.internal.rfc3515;

import org.jspecify.annotations.NullMarked;

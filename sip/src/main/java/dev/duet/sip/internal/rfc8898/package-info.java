/** Access tokens in place of passwords. */
@NullMarked
package dev.duet.sip.internal.rfc8898;

import org.jspecify.annotations.NullMarked;

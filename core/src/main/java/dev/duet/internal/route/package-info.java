/** Which way a call or a message goes: pure. */
@NullMarked
package dev.duet.internal.route;

import org.jspecify.annotations.NullMarked;

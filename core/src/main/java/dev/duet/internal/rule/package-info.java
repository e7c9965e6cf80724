/** What becomes of calls before the user is asked. */
@NullMarked
package dev.duet.internal.rule;

import org.jspecify.annotations.NullMarked;

/** Conversations. */
@NullMarked
package dev.duet.internal.conversation;

import org.jspecify.annotations.NullMarked;

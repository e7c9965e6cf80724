/** The contact list. */
@NullMarked
package dev.duet.internal.contact;

import org.jspecify.annotations.NullMarked;

/** What an application sees that has the one dependency. */
@NullMarked
package dev.duet.bundle;

import org.jspecify.annotations.NullMarked;

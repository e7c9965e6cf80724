/** Whole accounts against the sandbox: what happens when all goes well, and what is told when it does not. */
@NullMarked
package dev.duet.examples.e2e;

import org.jspecify.annotations.NullMarked;

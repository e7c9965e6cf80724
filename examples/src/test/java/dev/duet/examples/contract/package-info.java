/** One suite of scripted calls that both stacks pass through the SPI. */
@NullMarked
package dev.duet.examples.contract;

import org.jspecify.annotations.NullMarked;

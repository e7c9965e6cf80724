/** What Duet is measured against. */
@NullMarked
package dev.duet.examples.bench.yardstick;

import org.jspecify.annotations.NullMarked;

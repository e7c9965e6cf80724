/**
 * The neutral model: immutable values that belong to no protocol. Everything here is a record, an enum or a sealed
 * interface over records, safe to share between threads, with value equality.
 */
@NullMarked
package dev.duet.model;

import org.jspecify.annotations.NullMarked;

/** Stores in a database, by {@code java.sql} alone. */
@NullMarked
package dev.duet.jdbc;

import org.jspecify.annotations.NullMarked;

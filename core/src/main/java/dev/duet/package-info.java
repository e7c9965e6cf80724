/** Where an application enters Duet. */
@org.jspecify.annotations.NullMarked
package dev.duet;

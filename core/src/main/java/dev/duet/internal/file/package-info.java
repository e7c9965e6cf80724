/** Files on their way to servers and from them (XEP-0363). */
@NullMarked
package dev.duet.internal.file;

import org.jspecify.annotations.NullMarked;

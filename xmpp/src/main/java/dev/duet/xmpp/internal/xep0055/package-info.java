/** Directories of users (XEP-0055). */
@NullMarked
package dev.duet.xmpp.internal.xep0055;

import org.jspecify.annotations.NullMarked;

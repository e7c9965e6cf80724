/** Rooms that the user's server keeps in mind (XEP-0402, and XEP-0048 before it). */
@NullMarked
package dev.duet.xmpp.internal.xep0402;

import org.jspecify.annotations.NullMarked;

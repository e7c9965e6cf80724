/** What the user has read, on all devices. */
@NullMarked
package dev.duet.xmpp.internal.xep0490;

import org.jspecify.annotations.NullMarked;

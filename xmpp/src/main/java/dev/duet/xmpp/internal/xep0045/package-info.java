/** Rooms (XEP-0045), with occupant ids (XEP-0421) and self-ping (XEP-0410). */
@NullMarked
package dev.duet.xmpp.internal.xep0045;

import org.jspecify.annotations.NullMarked;

/** Message carbons (XEP-0280). */
@NullMarked
package dev.duet.xmpp.internal.xep0280;

import org.jspecify.annotations.NullMarked;

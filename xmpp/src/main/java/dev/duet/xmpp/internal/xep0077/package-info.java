/** Making accounts, and changing their passwords (XEP-0077). */
@NullMarked
package dev.duet.xmpp.internal.xep0077;

import org.jspecify.annotations.NullMarked;

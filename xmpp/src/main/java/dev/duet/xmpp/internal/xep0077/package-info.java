/** Making accounts, changing their passwords, and taking them away (XEP-0077). */
@NullMarked
package dev.duet.xmpp.internal.xep0077;

import org.jspecify.annotations.NullMarked;

/** Places for files at a server (XEP-0363). */
@NullMarked
package dev.duet.xmpp.internal.xep0363;

import org.jspecify.annotations.NullMarked;

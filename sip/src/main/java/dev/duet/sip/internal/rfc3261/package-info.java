/** What RFC 3261 asks of a user agent above the transactions: requests, dialogs, registration. All on the loop. */
@NullMarked
package dev.duet.sip.internal.rfc3261;

import org.jspecify.annotations.NullMarked;

/** Accounts: the halves, and what they tell. */
@NullMarked
package dev.duet.internal.account;

import org.jspecify.annotations.NullMarked;

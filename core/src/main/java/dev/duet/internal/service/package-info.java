/** What servers and services offer beside talking. */
@NullMarked
package dev.duet.internal.service;

import org.jspecify.annotations.NullMarked;

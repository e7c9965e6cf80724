/** SRTP and SRTCP (RFC 3711, RFC 7714) on jitsi-srtp: what stands between a stream and its transport. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.rfc3711;

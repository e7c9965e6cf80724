/** RTP and RTCP (RFC 3550): packets, reception statistics, report timing. Pure; time comes as an argument. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.rfc3550;

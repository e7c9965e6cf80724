package dev.duet.media.internal.transport;

/**
 * A port that is a host candidate.
 *
 * @param component 1 for RTP, or for both; 2 for RTCP
 * @param port the port
 */
record IcePort(int component, UdpPort port) {}

package dev.duet.sip.internal.rfc3263;

import dev.duet.model.SipConfig.Transport;
import java.net.InetSocketAddress;

/**
 * Where a server listens.
 *
 * @param transport by which
 * @param address resolved
 */
public record Place(Transport transport, InetSocketAddress address) {}

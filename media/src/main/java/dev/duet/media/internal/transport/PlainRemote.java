package dev.duet.media.internal.transport;

import dev.duet.model.Endpoint;
import dev.duet.model.MediaDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a description without ICE wants packets.
 *
 * @param rtp null when none are wanted
 * @param rtcp null when none are wanted
 */
record PlainRemote(
        @Nullable InetSocketAddress rtp, @Nullable InetSocketAddress rtcp) {

    /** Blocks when the description has names in place of addresses: see {@link #isQuick}. */
    static PlainRemote of(MediaDescription description) throws IOException {
        Endpoint rtp = description.rtp();
        if (rtp == null || rtp.port() == 0 || description.rejected()) {
            return new PlainRemote(null, null);
        }
        Endpoint rtcp = description.rtcp();
        if (rtcp == null) {
            rtcp = new Endpoint(rtp.host(), Math.min(rtp.port() + 1, 65_535));
        }
        return new PlainRemote(address(rtp), address(rtcp));
    }

    /** True when there is no name to look up. */
    static boolean isQuick(MediaDescription description) {
        Endpoint rtp = description.rtp();
        Endpoint rtcp = description.rtcp();
        return (rtp == null || Addresses.isLiteral(rtp.host())) && (rtcp == null || Addresses.isLiteral(rtcp.host()));
    }

    private static @Nullable InetSocketAddress address(Endpoint endpoint) throws IOException {
        InetAddress host = InetAddress.getByName(endpoint.host());
        return endpoint.port() == 0 || host.isAnyLocalAddress() || host.isMulticastAddress()
                ? null
                : new InetSocketAddress(host, endpoint.port());
    }
}

package dev.duet.spi.net;

import java.net.InetAddress;
import java.util.List;

/** Questions to DNS. They block, and may come from any thread. A name is ASCII, without its final dot. */
public interface NameService {

    /** SRV records; none when there are none, or DNS does not answer. */
    List<Srv> services(String name);

    /** Addresses, in the order to try; none when there are none, or DNS does not answer. */
    List<InetAddress> addresses(String name);
}

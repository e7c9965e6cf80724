package dev.duet.sip.internal.rfc3263;

import dev.duet.spi.net.NameService;
import java.util.List;

/** The questions to DNS that SIP has beside those of others. */
interface SipNames extends NameService {

    /** NAPTR records that lead to SRV records; none when there are none, or DNS does not answer. */
    List<Naptr> pointers(String domain);
}

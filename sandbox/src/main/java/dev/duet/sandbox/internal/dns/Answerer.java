package dev.duet.sandbox.internal.dns;

import dev.duet.sandbox.DnsQuery.Transport;
import dev.duet.sandbox.DnsServer.Mode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** From a question to an answer: no socket, no state but the records. An empty answer means silence. */
public final class Answerer {

    private static final byte[] SILENCE = {};
    private static final int HEADER_LENGTH = 12;
    private static final int PLAIN_UDP_LIMIT = 512;
    private static final int STREAM_LIMIT = 65_535;
    private static final int OUR_UDP_LIMIT = 1232;

    private final List<Record> records;

    public Answerer(List<Record> records) {
        this.records = List.copyOf(records);
    }

    public static Optional<Message> decode(byte[] wire) {
        try {
            return Optional.of(new Message(wire));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** FORMERR to what has at least a header with an id and is no response itself (RFC 1035 4.1.1). */
    public static byte[] formatError(byte[] wire) {
        boolean response = wire.length > 2 && (wire[2] & 0x80) != 0;
        if (wire.length < HEADER_LENGTH || response) {
            return SILENCE;
        }
        Header header = new Header((wire[0] & 0xff) << 8 | wire[1] & 0xff);
        header.setFlag(Flags.QR);
        header.setRcode(Rcode.FORMERR);
        return header.toWire();
    }

    public byte[] answer(Message query, Transport transport, Mode mode) {
        if (query.getHeader().getFlag(Flags.QR)) {
            return SILENCE;
        }
        Message response = emptyResponse(query);
        Record question = query.getQuestion();
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            response.getHeader().setRcode(Rcode.NOTIMP);
        } else if (question == null) {
            response.getHeader().setRcode(Rcode.FORMERR);
        } else {
            switch (mode) {
                case SILENT -> {
                    return SILENCE;
                }
                case SERVER_FAILURE -> response.getHeader().setRcode(Rcode.SERVFAIL);
                case REFUSED -> response.getHeader().setRcode(Rcode.REFUSED);
                case TRUNCATE -> {
                    if (transport == Transport.UDP) {
                        response.getHeader().setFlag(Flags.TC);
                    } else {
                        fill(response, question);
                    }
                }
                case ANSWER -> fill(response, question);
                default -> throw new IllegalStateException("No such mode: " + mode);
            }
        }
        OPTRecord edns = query.getOPT();
        if (edns != null) {
            response.addRecord(new OPTRecord(OUR_UDP_LIMIT, 0, 0), Section.ADDITIONAL);
        }
        return response.toWire(limit(transport, edns));
    }

    private static int limit(Transport transport, @Nullable OPTRecord edns) {
        if (transport == Transport.TCP) {
            return STREAM_LIMIT;
        }
        return edns == null ? PLAIN_UDP_LIMIT : Math.max(PLAIN_UDP_LIMIT, edns.getPayloadSize());
    }

    private static Message emptyResponse(Message query) {
        Message response = new Message(query.getHeader().getID());
        Header header = response.getHeader();
        header.setOpcode(query.getHeader().getOpcode());
        header.setFlag(Flags.QR);
        // Clients see it as the recursive resolver it stands in for.
        header.setFlag(Flags.AA);
        header.setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        if (query.getQuestion() != null) {
            response.addRecord(query.getQuestion(), Section.QUESTION);
        }
        return response;
    }

    private void fill(Message response, Record question) {
        Name name = question.getName();
        Set<Name> aliases = new HashSet<>();
        while (aliases.add(name)) {
            Optional<CNAMERecord> alias = question.getType() == Type.CNAME ? Optional.empty() : aliasOf(name);
            if (alias.isEmpty()) {
                break;
            }
            response.addRecord(alias.get(), Section.ANSWER);
            name = alias.get().getTarget();
        }
        for (Record record : records) {
            if (record.getName().equals(name) && matches(record, question.getType())) {
                response.addRecord(record, Section.ANSWER);
                addAddresses(response, record);
            }
        }
        if (response.getSection(Section.ANSWER).isEmpty()) {
            response.getHeader().setRcode(exists(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
            response.addRecord(startOfAuthority(name), Section.AUTHORITY);
        }
    }

    private static boolean matches(Record record, int type) {
        return type == Type.ANY || record.getType() == type;
    }

    private Optional<CNAMERecord> aliasOf(Name name) {
        return records.stream()
                .filter(r -> r instanceof CNAMERecord && r.getName().equals(name))
                .map(CNAMERecord.class::cast)
                .findFirst();
    }

    /** RFC 2782: the addresses of the target come along, so that a client need not ask again. */
    private void addAddresses(Message response, Record record) {
        if (record instanceof SRVRecord srv) {
            for (Record address : records) {
                boolean isAddress = address.getType() == Type.A || address.getType() == Type.AAAA;
                if (isAddress && address.getName().equals(srv.getTarget()) && !response.findRecord(address)) {
                    response.addRecord(address, Section.ADDITIONAL);
                }
            }
        }
    }

    /** A name exists also when only names below it have records (RFC 8020 2). */
    private boolean exists(Name name) {
        return records.stream().anyMatch(r -> r.getName().subdomain(name));
    }

    /** What a negative answer carries (RFC 2308 3), with no time to be cached. */
    private static SOARecord startOfAuthority(Name name) {
        Name zone = name.labels() > 1 ? new Name(name, 1) : Name.root;
        return new SOARecord(zone, DClass.IN, 0, zone, zone, 1, 3600, 600, 86_400, 0);
    }
}

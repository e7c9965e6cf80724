package dev.duet.sandbox.internal.dns;

import dev.duet.sandbox.DnsRecord;
import java.io.IOException;
import java.time.Duration;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Records from text. */
public final class RecordText {

    private RecordText() {}

    public static Record parse(DnsRecord record) {
        return parse(record.name(), record.type(), record.ttl(), record.data());
    }

    public static Record parse(String name, DnsRecord.Type type, Duration ttl, String data) {
        try {
            return Record.fromString(name(name), Type.value(type.name()), DClass.IN, ttl.toSeconds(), data, Name.root);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Not a record: " + name + ' ' + type + ' ' + data + " (" + e.getMessage() + ')', e);
        }
    }

    public static Name name(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("Not a domain name: " + name + " (" + e.getMessage() + ')', e);
        }
    }
}

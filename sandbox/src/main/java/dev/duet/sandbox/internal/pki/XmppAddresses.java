package dev.duet.sandbox.internal.pki;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** The names of XMPP in certificates, {@code id-on-xmppAddr} (RFC 6120 13.7.1.4). */
public final class XmppAddresses {

    private static final ASN1ObjectIdentifier XMPP_ADDRESS = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.5");

    private XmppAddresses() {}

    static GeneralName name(String address) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(XMPP_ADDRESS);
        parts.add(new DERTaggedObject(true, 0, new DERUTF8String(address)));
        return new GeneralName(GeneralName.otherName, new DERSequence(parts));
    }

    /** Those of a certificate; none when it has none that can be read. */
    public static List<String> of(X509Certificate certificate) {
        List<String> found = new ArrayList<>();
        byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        if (extension == null) {
            return found;
        }
        try {
            GeneralNames names = GeneralNames.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension));
            for (GeneralName name : names.getNames()) {
                if (name.getTagNo() == GeneralName.otherName) {
                    ASN1Sequence parts = ASN1Sequence.getInstance(name.getName());
                    if (parts.size() == 2 && XMPP_ADDRESS.equals(parts.getObjectAt(0))) {
                        ASN1Encodable value = ASN1TaggedObject.getInstance(parts.getObjectAt(1))
                                .getExplicitBaseObject();
                        found.add(ASN1UTF8String.getInstance(value).getString());
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
        return found;
    }
}

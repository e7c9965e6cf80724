package dev.duet.numbers.internal;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.duet.model.Address;
import dev.duet.spi.NumberPlan;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Number plans out of libphonenumber's metadata. */
public final class LibPhoneNumber implements NumberPlan {

    /** Nothing longer is a number with its separators; what is longer is not given to a parser. */
    private static final int LONGEST = 40;

    private static final Pattern NUMBER = Pattern.compile("\\+?[-0-9.() /]+");

    /** "+49 (0)30": the 0 is dialled without the country code alone, and is not part of the number with it. */
    private static final Pattern TRUNK_PREFIX = Pattern.compile("(\\+[-0-9. /]+)\\(0\\)");

    private final PhoneNumberUtil util = PhoneNumberUtil.getInstance();

    @Override
    public boolean knows(String region) {
        return util.getSupportedRegions().contains(region);
    }

    @Override
    public Optional<Address.Tel> global(String written, String region) {
        String number = written.strip();
        if (number.length() > LONGEST || !NUMBER.matcher(number).matches()) {
            return Optional.empty();
        }
        if (number.startsWith("+")) {
            return Optional.ofNullable(parsed(TRUNK_PREFIX.matcher(number).replaceFirst("$1"), region))
                    .filter(util::isPossibleNumber)
                    .map(this::tel);
        }
        return knows(region) ? national(number, region) : Optional.empty();
    }

    /**
     * A local number is one when it exists and has the prefix that its region wants before it. An extension of some
     * private exchange, or a number of the same town, is none: it means something else elsewhere.
     */
    private Optional<Address.Tel> national(String number, String region) {
        Iterator<PhoneNumberMatch> found =
                util.findNumbers(number, region, Leniency.VALID, 1).iterator();
        if (!found.hasNext()) {
            return Optional.empty();
        }
        PhoneNumberMatch match = found.next();
        boolean whole = digits(match.rawString()).equals(digits(number));
        return whole ? Optional.of(tel(match.number())) : Optional.empty();
    }

    @Override
    public String begun(String typed, String region) {
        String number = typed.strip();
        if (number.length() > LONGEST || !NUMBER.matcher(number).matches()) {
            return "";
        }
        PhoneNumber begun = parsed(number, region);
        if (begun == null) {
            return "";
        }
        String digits = digits(number);
        String prefix = util.getNddPrefixForRegion(region, true);
        // A number that has only begun is too short for the library to see the prefix in it.
        boolean prefixStays = prefix != null
                && digits.startsWith(prefix)
                && digits(e164(begun)).equals(begun.getCountryCode() + digits);
        return prefixStays ? begun.getCountryCode() + digits.substring(prefix.length()) : digits(e164(begun));
    }

    @Override
    public Tariff tariff(Address.Tel number, String region) {
        PhoneNumber parsed = number.isGlobal() ? parsed(number.number(), "") : null;
        if (parsed == null) {
            return Tariff.UNKNOWN;
        }
        return switch (util.getNumberType(parsed)) {
            case TOLL_FREE -> Tariff.FREE;
            case PREMIUM_RATE, SHARED_COST -> Tariff.SPECIAL;
            default -> {
                if (!knows(region)) {
                    yield Tariff.UNKNOWN;
                }
                yield util.getCountryCodeForRegion(region) == parsed.getCountryCode() ? Tariff.HOME : Tariff.ABROAD;
            }
        };
    }

    private @Nullable PhoneNumber parsed(String number, String region) {
        try {
            return util.parse(number, region);
        } catch (NumberParseException e) {
            return null;
        }
    }

    private Address.Tel tel(PhoneNumber number) {
        return new Address.Tel(e164(number));
    }

    private String e164(PhoneNumber number) {
        return util.format(number, PhoneNumberFormat.E164);
    }

    private static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }
}

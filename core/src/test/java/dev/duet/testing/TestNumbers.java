package dev.duet.testing;

import dev.duet.model.Address;
import dev.duet.spi.NumberPlan;
import java.util.Optional;

/** A plan of one region, DE, with the country code 49, the prefixes 0 and 00, and at least seven digits behind them. */
public final class TestNumbers implements NumberPlan {

    private static final String HOME = "+49";

    @Override
    public boolean knows(String region) {
        return region.equals("DE");
    }

    @Override
    public Optional<Address.Tel> global(String written, String region) {
        String digits = written.replaceAll("[-.() /]", "");
        String international = !knows(region)
                ? digits
                : digits.startsWith("00")
                        ? "+" + digits.substring(2)
                        : digits.startsWith("0") ? HOME + digits.substring(1) : digits;
        return international.matches("\\+[0-9]{9,15}") ? Optional.of(new Address.Tel(international)) : Optional.empty();
    }

    @Override
    public String begun(String typed, String region) {
        String digits = typed.replaceAll("[-.() /]", "");
        if (digits.length() < 3 || !knows(region)) {
            return "";
        }
        return digits.startsWith("+")
                ? digits.substring(1)
                : digits.startsWith("00")
                        ? digits.substring(2)
                        : digits.startsWith("0") ? HOME.substring(1) + digits.substring(1) : "";
    }

    @Override
    public Tariff tariff(Address.Tel number, String region) {
        String text = number.number();
        return text.startsWith("+49800")
                ? Tariff.FREE
                : text.startsWith("+49900")
                        ? Tariff.SPECIAL
                        : !knows(region) ? Tariff.UNKNOWN : text.startsWith(HOME) ? Tariff.HOME : Tariff.ABROAD;
    }
}

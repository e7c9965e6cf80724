package dev.duet.internal.contact;

import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.spi.NumberPlan;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What telephone numbers mean to an account, so that each is one address however it is written: a number that others
 * can call is global (E.164), and what is left is one of the own SIP domain, such as an extension (RFC 3261 19.1.6).
 * Pure.
 *
 * @param plan what numbers there are
 * @param region where the account is: see {@link AccountConfig#region()}
 * @param sipDomain the account's own SIP domain; null without a SIP half
 */
public record Numbers(
        NumberPlan plan, String region, @Nullable String sipDomain) {

    private static final Pattern DIALLED = Pattern.compile("[0-9*#+(][-0-9*#().+/ ]*");
    private static final Pattern SEPARATORS = Pattern.compile("[-().+/ ]");

    /** What numbers mean to that account. */
    public static Numbers of(AccountConfig config, NumberPlan plan) {
        return new Numbers(
                plan,
                config.region(),
                config.sip() == null ? null : config.sip().address().host());
    }

    /** The one form of an address; {@code this} form for all but telephone numbers. */
    public Address canonical(Address address) {
        if (!(address instanceof Address.Tel tel)) {
            return address;
        }
        Optional<Address.Tel> global = global(tel);
        if (global.isPresent()) {
            return global.get();
        }
        return sipDomain == null ? tel : new Address.Sip(false, tel.number(), sipDomain, 0, Map.of());
    }

    /** The number that others can call; empty for a local one that nobody else knows. */
    public Optional<Address.Tel> global(Address.Tel number) {
        return plan.global(number.number(), region)
                .or(() -> number.isGlobal() ? Optional.of(number) : Optional.empty());
    }

    /** The address that somebody means who writes a number; empty when it is no number, or of no use here. */
    public Optional<Address> dialled(String written) {
        if (!DIALLED.matcher(written).matches()) {
            return Optional.empty();
        }
        Optional<Address.Tel> global = plan.global(written, region);
        if (global.isPresent()) {
            return Optional.of(global.get());
        }
        String digits = SEPARATORS.matcher(written).replaceAll("");
        if (written.startsWith("+") || sipDomain == null || digits.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Address.Sip(false, digits, sipDomain, 0, Map.of()));
    }

    /** The global number of an address in the own SIP domain, which knows what it is. */
    public Optional<Address.Tel> vouchedFor(Address address) {
        return address instanceof Address.Sip sip && sip.host().equals(sipDomain) && sip.user() != null
                ? plan.global(sip.user(), region)
                : Optional.empty();
    }

    /** The global number that an address anywhere says it is; empty when it does not look like one. */
    public Optional<Address.Tel> claimed(Address address) {
        return address instanceof Address.Sip sip
                ? sip.number().map(tel -> plan.global(tel.number(), region).orElse(tel))
                : Optional.empty();
    }

    /** What the digits that are typed begin, in E.164 without {@code +}; empty when there is nothing to say. */
    String begun(String typed) {
        return plan.begun(typed, region);
    }
}

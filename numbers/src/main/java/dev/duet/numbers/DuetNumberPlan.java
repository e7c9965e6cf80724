package dev.duet.numbers;

import dev.duet.model.Address;
import dev.duet.numbers.internal.LibPhoneNumber;
import dev.duet.spi.NumberPlan;
import java.util.Optional;

/** The number plans of all regions; found by {@link java.util.ServiceLoader}. */
public final class DuetNumberPlan implements NumberPlan {

    private final NumberPlan plan = new LibPhoneNumber();

    /** All regions. */
    public DuetNumberPlan() {}

    @Override
    public boolean knows(String region) {
        return plan.knows(region);
    }

    @Override
    public Optional<Address.Tel> global(String written, String region) {
        return plan.global(written, region);
    }

    @Override
    public String begun(String typed, String region) {
        return plan.begun(typed, region);
    }

    @Override
    public Tariff tariff(Address.Tel number, String region) {
        return plan.tariff(number, region);
    }
}

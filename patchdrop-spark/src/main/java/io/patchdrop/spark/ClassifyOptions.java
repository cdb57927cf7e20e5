package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** By which bundle images are classified, what may be bought of them and at which prices. Immutable. */
public final class ClassifyOptions implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String bundle;
    private final @Nullable BudgetRule budget;
    private final Prices prices;
    private final Access access;

    private ClassifyOptions(String bundle, @Nullable BudgetRule budget, Prices prices, Access access) {
        this.bundle = bundle;
        this.budget = budget;
        this.prices = prices;
        this.access = access;
    }

    /** By the bundle's own decision, everything for nothing. */
    public static ClassifyOptions of(Path bundle) {
        return new ClassifyOptions(bundle.toString(), null, Prices.FREE, Access.DEFAULT);
    }

    /**
     * The same with another budget for each image.
     *
     * @throws io.patchdrop.core.InvalidInputException if it is one of chosen patches, or of prices other than 1
     */
    public ClassifyOptions withBudget(Budget other) {
        return new ClassifyOptions(bundle, BudgetRule.of(other), prices, access);
    }

    /**
     * The same with prices.
     *
     * @throws io.patchdrop.core.InvalidInputException if one goes by tile or by area
     */
    public ClassifyOptions withPrices(PriceList other) {
        return new ClassifyOptions(bundle, budget, Prices.of(other), access);
    }

    ClassifyOptions with(Prices otherPrices, Access otherAccess) {
        return new ClassifyOptions(bundle, budget, otherPrices, otherAccess);
    }

    Path bundle() {
        return Path.of(bundle);
    }

    /** The rule that was asked for; null for the bundle's own. */
    @Nullable
    BudgetRule budget() {
        return budget;
    }

    Prices prices() {
        return prices;
    }

    Access access() {
        return access;
    }
}

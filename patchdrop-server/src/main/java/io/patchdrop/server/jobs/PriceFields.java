package io.patchdrop.server.jobs;

import io.patchdrop.core.price.PriceList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Price lists in values of JSON, as {@link PriceList#ofFields} reads them. */
final class PriceFields {
    private PriceFields() {}

    static Map<String, Object> of(PriceList prices) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("currency", prices.currency());
        fields.put("per_byte", prices.perByte());
        fields.put("per_request", prices.perRequest());
        fields.put("per_patch", prices.perPatch());
        fields.put("per_tile", prices.perTile());
        Map<String, Object> tiles = new LinkedHashMap<>();
        prices.tiles().forEach((tile, price) -> tiles.put(tile.toString(), price));
        fields.put("tiles", tiles);
        fields.put("owned", prices.owned().stream().map(Object::toString).toList());
        fields.put("per_square_kilometre", prices.perSquareKilometre());
        fields.put("minimum_square_kilometres", prices.minimumSquareKilometres());
        return fields;
    }
}

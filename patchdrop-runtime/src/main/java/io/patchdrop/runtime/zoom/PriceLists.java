package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Price lists as options of commands name them. */
public final class PriceLists {
    private PriceLists() {}

    /**
     * Reads a price list.
     *
     * @param text a JSON file, or {@code name=price,name=price}
     * @throws InvalidInputException if it is neither, or a price makes no sense
     */
    public static PriceList read(String text) throws IOException {
        Path file = Path.of(text);
        if (text.contains("=") && !Files.exists(file)) {
            return PriceList.ofText(text);
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    "there is no price list " + text, "give a JSON file, or name=price,name=price");
        }
        return PriceList.ofFields(Json.readObject(Files.readAllBytes(file)));
    }
}

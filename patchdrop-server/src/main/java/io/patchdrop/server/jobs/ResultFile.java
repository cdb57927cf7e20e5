package io.patchdrop.server.jobs;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.ResultFields;
import io.patchdrop.runtime.zoom.ZoomDocument;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.Zooming;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document of a zoom as a file, written a chip at a time. */
final class ResultFile {
    private ResultFile() {}

    static void write(
            Path file,
            Quote quote,
            List<ChipResult> results,
            Zooming.Account account,
            ZoomSources sources,
            List<String> classes)
            throws IOException {
        Map<String, @Nullable Object> rest = ZoomDocument.of(quote, List.of(), account, sources, classes);
        rest.remove("chips");
        AtomicFile.write(file, out -> {
            OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
            buffered.write("{\"chips\":[".getBytes(StandardCharsets.UTF_8));
            String between = "";
            for (ChipResult result : results) {
                buffered.write(between.getBytes(StandardCharsets.UTF_8));
                buffered.write(Json.write(ResultFields.of(result, classes)));
                between = ",\n";
            }
            buffered.write(']');
            // The other fields, without the brace that begins their object.
            byte[] fields = Json.write(rest);
            buffered.write(',');
            buffered.write(fields, 1, fields.length - 1);
            buffered.flush();
        });
    }
}

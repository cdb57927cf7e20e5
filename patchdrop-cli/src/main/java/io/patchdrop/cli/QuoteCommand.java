package io.patchdrop.cli;

import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.Quoting;
import io.patchdrop.runtime.zoom.ZoomDocument;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quote}: what zooming into an image would buy. */
@Command(
        name = "quote",
        description = "Look at an image's overview and say which patches a zoom would buy, at which price.")
final class QuoteCommand implements Callable<Integer> {
    @Mixin
    private ZoomOptions options = new ZoomOptions();

    @Mixin
    private JsonTarget json = new JsonTarget();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        json.check();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (ZoomSession session = ZoomSession.open(options, null);
                ZoomProgress progress =
                        new ZoomProgress(err, Machine.showsProgressBars(), PatchDrop.stopSignal(spec))) {
            Quote quote = Quoting.quote(session.model(), session.sources(), session.request(), progress);
            progress.close();
            json.write(new String(Json.pretty(ZoomDocument.of(quote, session.sources())), StandardCharsets.UTF_8), out);
            if (!json.takesStdout()) {
                QuoteText.print(quote, session, out);
            }
            return 0;
        }
    }
}

package io.patchdrop.cli;

import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Outcome;
import io.patchdrop.runtime.zoom.Plan;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.Quoting;
import io.patchdrop.runtime.zoom.ResultFields;
import io.patchdrop.runtime.zoom.ZoomDocument;
import io.patchdrop.runtime.zoom.ZoomFolder;
import io.patchdrop.runtime.zoom.ZoomResults;
import io.patchdrop.runtime.zoom.Zooming;
import io.patchdrop.runtime.zoom.output.ZoomOutputs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoom}: buys the patches that were chosen, classifies, and accounts for each byte. */
@Command(
        name = "zoom",
        description = "Look at an image, buy only the patches that are worth it, classify, and account for the bytes.")
final class ZoomCommand implements Callable<Integer> {
    @Mixin
    private ZoomOptions options = new ZoomOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Keep what is bought and write results there; the same command goes on with it.")
    private @Nullable Path out;

    @Option(names = "--dry-run", description = "Say what would be bought, as quote does, and buy nothing.")
    private boolean dryRun;

    @Mixin
    private JsonTarget json = new JsonTarget();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        json.check();
        PrintWriter stdout = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (ZoomSession session = ZoomSession.open(options, dryRun ? null : out);
                ZoomProgress progress =
                        new ZoomProgress(err, Machine.showsProgressBars(), PatchDrop.stopSignal(spec))) {
            if (dryRun) {
                Quote quote = Quoting.quote(session.model(), session.sources(), session.request(), progress);
                progress.close();
                json.write(text(ZoomDocument.of(quote, session.sources())), stdout);
                if (!json.takesStdout()) {
                    QuoteText.print(quote, session, stdout);
                }
                return 0;
            }
            return out == null ? once(session, progress) : inFolder(out, session, progress);
        }
    }

    private int once(ZoomSession session, ZoomProgress progress) throws IOException {
        List<ChipResult> results = new ArrayList<>();
        Quote quote = Quoting.quote(session.model(), session.sources(), session.request(), progress);
        Zooming.Account account = Zooming.zoom(
                session.model(), session.sources(), quote, printing(ZoomResults.inMemory(results), session), progress);
        progress.close();
        return finish(session, quote, results, account);
    }

    private int inFolder(Path folder, ZoomSession session, ZoomProgress progress) throws IOException {
        try (ZoomFolder kept = ZoomFolder.open(
                folder, session.description(), session.model().manifest().classes())) {
            if (!kept.before().isEmpty()) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("Going on after " + QuoteText.count(kept.before().size(), "chip") + ".");
                err.flush();
            }
            Optional<Plan> plan = kept.plan();
            Quote quote = Quoting.quote(session.model(), session.sources(), session.request(), plan, progress);
            if (plan.isEmpty()) {
                kept.keepPlan(Plan.of(quote));
            }
            print(kept.before(), session);
            Zooming.Account account =
                    Zooming.zoom(session.model(), session.sources(), quote, printing(kept, session), progress);
            progress.close();
            List<ChipResult> results = kept.results();
            int exitCode = finish(session, quote, results, account);
            ZoomOutputs.Written written = ZoomOutputs.write(
                    folder,
                    session.sources(),
                    session.model().manifest(),
                    quote,
                    results,
                    account,
                    session.provenance());
            PrintWriter err = spec.commandLine().getErr();
            written.notes().forEach(err::println);
            err.println("Results: " + folder);
            err.flush();
            return exitCode;
        }
    }

    /** Keeps results and prints them as they come. */
    private ZoomResults printing(ZoomResults kept, ZoomSession session) {
        return new ZoomResults() {
            @Override
            public List<ChipResult> before() {
                return kept.before();
            }

            @Override
            public void add(List<ChipResult> results) throws IOException {
                kept.add(results);
                print(results, session);
            }
        };
    }

    /** A line for each result, unless it is the JSON that goes to stdout. */
    private void print(List<ChipResult> results, ZoomSession session) {
        if (json.takesStdout()) {
            return;
        }
        PrintWriter stdout = spec.commandLine().getOut();
        List<String> classes = session.model().manifest().classes();
        for (ChipResult result : results) {
            stdout.println(Json.line(ResultFields.of(result, classes)));
        }
        stdout.flush();
    }

    private int finish(ZoomSession session, Quote quote, List<ChipResult> results, Zooming.Account account) {
        PrintWriter err = spec.commandLine().getErr();
        List<String> classes = session.model().manifest().classes();
        json.write(
                text(ZoomDocument.of(quote, results, account, session.sources(), classes)),
                spec.commandLine().getOut());
        ZoomText.print(session, quote, results, account, err);
        Optional<ChipResult> failed = results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .findFirst();
        if (failed.isPresent()) {
            err.println("patchdrop: chip " + failed.get().chip().number() + " and perhaps more cannot be read: "
                    + failed.get().failure() + " (the same command with --out tries those again)");
            err.flush();
            return PatchDrop.BAD_INPUT;
        }
        return 0;
    }

    private static String text(Map<String, @Nullable Object> document) {
        return new String(Json.pretty(document), StandardCharsets.UTF_8);
    }
}

package io.patchdrop.server.models;

import io.patchdrop.core.scenes.Scene;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.PngEncoder;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.server.http.Exchange;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import io.patchdrop.server.http.RouteTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /samples}: built-in scenes to try a model on. They are drawn when they are asked for. */
public final class SampleRoutes {
    /** Of a seed and a split that no preset trains on. */
    private static final long SEED = 2026;

    private static final String SPLIT = "samples";
    private static final int COUNT = 24;

    private final SceneGenerator scenes = new SceneGenerator(SEED);

    /** Adds the routes. */
    public void add(RouteTable routes) {
        routes.get("/samples", context -> Exchange.json(context, Map.of("samples", list())));
        routes.get("/samples/{name}.png", context -> context.header("Cache-Control", "private, max-age=3600")
                .contentType("image/png")
                .result(png(scene(context.pathParam("name")))));
    }

    private List<Map<String, Object>> list() {
        List<Map<String, Object>> samples = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Scene scene = scenes.draw(SPLIT, i);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", Integer.toString(i));
            fields.put("class", SceneGenerator.classNames().get(scene.label()));
            fields.put("plain", scene.plain());
            fields.put("url", "/samples/" + i + ".png");
            samples.add(fields);
        }
        return samples;
    }

    private Scene scene(String name) {
        if (name.matches("\\d{1,3}") && Integer.parseInt(name) < COUNT) {
            return scenes.draw(SPLIT, Integer.parseInt(name));
        }
        throw new ProblemException(Kind.NOT_FOUND, "There is no such sample", "ask /samples which there are");
    }

    private static byte[] png(Scene scene) throws IOException {
        return PngEncoder.encode(new RgbImage(SceneGenerator.SIZE, SceneGenerator.SIZE, scene.pixels()));
    }
}

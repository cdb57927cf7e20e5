package io.patchdrop.imagery.iiif;

import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.Fetcher;
import io.patchdrop.imagery.bytes.HttpFetcher;
import io.patchdrop.imagery.bytes.HttpOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Images and descriptions of services for tests. */
final class Services {
    private Services() {}

    /** Asks again once, soon. */
    static Fetcher fetcher() {
        return new HttpFetcher(HttpOptions.DEFAULT.withRetries(1, Duration.ofMillis(1), Duration.ofMillis(10)));
    }

    /** Waves with a little noise: smooth enough for JPEG, and no two places alike. */
    static RgbImage image(int width, int height, int noise, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            double wave = 60 * Math.sin(x / 37.0 + i % 3) + 60 * Math.cos(y / 23.0 + x / 91.0);
            pixels[i] = (byte) (127 + wave + (noise == 0 ? 0 : random.nextInt(noise)));
        }
        return new RgbImage(width, height, pixels);
    }

    /** A service of version 3 without tiles. */
    static Map<String, Object> version3(RgbImage image, int level) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("@context", "http://iiif.io/api/image/3/context.json");
        info.put("id", "https://images.example.org/a");
        info.put("type", "ImageService3");
        info.put("protocol", "http://iiif.io/api/image");
        info.put("profile", "level" + level);
        info.put("width", image.width());
        info.put("height", image.height());
        return info;
    }

    /** A service of version 2 without tiles. */
    static Map<String, Object> version2(RgbImage image, int level, List<String> supports) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("@context", List.of("http://example.org/other.json", "http://iiif.io/api/image/2/context.json"));
        info.put("@id", "https://images.example.org/a");
        info.put("protocol", "http://iiif.io/api/image");
        info.put("profile", List.of("http://iiif.io/api/image/2/level" + level + ".json", supports(supports)));
        info.put("width", image.width());
        info.put("height", image.height());
        return info;
    }

    private static Map<String, Object> supports(List<String> features) {
        return Map.of("supports", features, "formats", List.of("jpg", "png"));
    }

    static List<Map<String, Object>> tiles(int side, Integer... factors) {
        return List.of(Map.of("width", side, "scaleFactors", List.of(factors)));
    }

    /** What a folder of tiles has, as the notes on implementing the standard compute it. */
    static Set<String> folder(int version, int width, int height, int side, Integer... factors) {
        Set<String> paths = new HashSet<>();
        for (int factor : factors) {
            for (int y = 0; y < height; y += side * factor) {
                for (int x = 0; x < width; x += side * factor) {
                    int right = Math.min(x + side * factor, width);
                    int bottom = Math.min(y + side * factor, height);
                    int newWidth = (right - x + factor - 1) / factor;
                    int newHeight = (bottom - y + factor - 1) / factor;
                    String region = x + "," + y + "," + (right - x) + "," + (bottom - y);
                    boolean whole = right - x == width && bottom - y == height;
                    String size = version == 3 ? newWidth + "," + newHeight : newWidth + ",";
                    paths.add("/" + (whole ? "full" : region) + "/" + size + "/0/default.png");
                }
            }
        }
        return paths;
    }
}

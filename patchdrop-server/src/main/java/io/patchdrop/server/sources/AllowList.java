package io.patchdrop.server.sources;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where pixels may come from.
 *
 * @param web addresses of the web
 * @param blocks addresses of machines that hosts may have, though they are not public ones
 * @param folders by their names; real paths
 */
public record AllowList(List<WebRule> web, List<AddressBlock> blocks, Map<String, Path> folders) {
    /** Nothing. */
    public static final AllowList NONE = new AllowList(List.of(), List.of(), Map.of());

    public AllowList {
        web = List.copyOf(web);
        blocks = List.copyOf(blocks);
        folders = Collections.unmodifiableMap(new LinkedHashMap<>(folders));
    }

    /**
     * Reads entries, each one of:
     *
     * <pre>
     * data.example.org           a host, at the usual ports of http and https
     * data.example.org:8443      at this port
     * *.example.org              all hosts below a domain
     * https://data.example.org/open/   addresses that begin so
     * 10.0.0.0/8, fd00::/8       machines that are not public; a host that has such an address must be listed besides
     * 127.0.0.1:9000             one of them
     * scenes=/data/scenes        a folder, and what it is called; without a name, as its last part
     * </pre>
     *
     * @throws InvalidInputException if an entry is none of these, or a folder is not there
     */
    public static AllowList of(List<String> entries) {
        List<WebRule> web = new ArrayList<>();
        List<AddressBlock> blocks = new ArrayList<>();
        Map<String, Path> folders = new LinkedHashMap<>();
        for (String entry : entries) {
            String text = entry.strip();
            if (text.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
                web.add(WebRule.ofPrefix(text));
            } else if (text.matches("[0-9A-Fa-f.:]+/[0-9]+") && !Files.isDirectory(Path.of(text))) {
                blocks.add(AddressBlock.of(text));
            } else if (isFolder(text)) {
                addFolder(text, folders);
            } else {
                web.add(WebRule.ofHost(text));
            }
        }
        return new AllowList(web, blocks, folders);
    }

    private static boolean isFolder(String text) {
        return text.indexOf('=') >= 0
                || text.indexOf('/') >= 0
                || text.indexOf('\\') >= 0
                || text.startsWith(".")
                || (!text.contains("*") && Files.isDirectory(Path.of(text)));
    }

    private static void addFolder(String text, Map<String, Path> folders) {
        int equals = text.indexOf('=');
        Path folder = Path.of(text.substring(equals + 1));
        Path real;
        try {
            real = folder.toRealPath();
        } catch (IOException e) {
            throw new InvalidInputException("There is no folder " + folder, "give --allow a folder that is there", e);
        }
        if (!Files.isDirectory(real)) {
            throw new InvalidInputException(folder + " is no folder", "give --allow the folder that it is in");
        }
        String name = equals > 0 ? text.substring(0, equals) : String.valueOf(real.getFileName());
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new InvalidInputException(
                    "'" + name + "' is no name for a folder",
                    "use letters, digits, dots, hyphens and underscores; write --allow NAME=FOLDER");
        }
        if (folders.put(name, real) != null) {
            throw new InvalidInputException("Two folders are called " + name, "write --allow NAME=FOLDER");
        }
    }

    /** The entries of the web as clients may see them. */
    List<String> hosts() {
        return web.stream().map(WebRule::shown).toList();
    }
}

package io.patchdrop.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events, as HTML's standard has them. */
final class EventReader implements AutoCloseable {
    private final InputStream stream;
    private final BufferedReader lines;
    private String id = "";

    EventReader(InputStream stream) {
        this.stream = stream;
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /**
     * An event.
     *
     * @param name what it is, {@code message} if it does not say
     * @param data its lines
     * @param id the last that was given, empty if none was
     */
    record Event(String name, String data, String id) {}

    /**
     * The next event; waits for it. One that was not finished when the stream ended is left out.
     *
     * @return null at the end
     */
    @Nullable
    Event next() throws IOException {
        String name = "";
        StringBuilder data = new StringBuilder();
        String line = lines.readLine();
        while (line != null) {
            if (line.isEmpty()) {
                if (data.length() > 0) {
                    return new Event(name.isEmpty() ? "message" : name, data.substring(0, data.length() - 1), id);
                }
                name = "";
            } else {
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1);
                value = value.startsWith(" ") ? value.substring(1) : value;
                switch (field) {
                    case "event" -> name = value;
                    case "data" -> data.append(value).append('\n');
                    case "id" -> id = value.indexOf('\0') < 0 ? value : id;
                    default -> {
                        // A comment that keeps the connection open, or what later versions say.
                    }
                }
            }
            line = lines.readLine();
        }
        return null;
    }

    /** Ends the connection; may be called while another thread waits in {@link #next}. */
    @Override
    public void close() throws IOException {
        // Not the reader: it would wait for the thread that is in it.
        stream.close();
    }
}

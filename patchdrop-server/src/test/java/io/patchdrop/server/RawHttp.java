package io.patchdrop.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Requests byte by byte, as no well-behaved client would send them. */
final class RawHttp implements AutoCloseable {
    private final Socket socket = new Socket();

    RawHttp(String server) throws IOException {
        this(server, 1 << 16);
    }

    /** @param window bytes that wait to be read at most, roughly */
    RawHttp(String server, int window) throws IOException {
        URI address = URI.create(server);
        socket.setReceiveBufferSize(window);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    }

    /** An answer; names of headers in lower case. */
    record Reply(int status, Map<String, String> headers, String body) {}

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** The next answer, whose length is told or which goes on to the end of the connection. */
    Reply read() throws IOException {
        InputStream input = socket.getInputStream();
        String head = head(input);
        String[] lines = head.split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length - 2; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        String length = headers.get("content-length");
        byte[] body = length == null ? input.readAllBytes() : input.readNBytes(Integer.parseInt(length));
        return new Reply(
                Integer.parseInt(lines[0].split(" ", 3)[1]), headers, new String(body, StandardCharsets.ISO_8859_1));
    }

    private static String head(InputStream input) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + text);
            }
            head.write(next);
            text = head.toString(StandardCharsets.ISO_8859_1);
        }
        return text;
    }

    /** One request and its answer. */
    static Reply exchange(String server, String request) throws IOException {
        try (RawHttp http = new RawHttp(server)) {
            http.send(request);
            return http.read();
        }
    }

    /** GET with further lines of the head. */
    static Reply get(String server, String path, String... lines) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        if (java.util.Arrays.stream(lines).noneMatch(line -> line.startsWith("Host:"))) {
            request.append("Host: ").append(URI.create(server).getAuthority()).append("\r\n");
        }
        for (String line : lines) {
            request.append(line).append("\r\n");
        }
        return exchange(server, request.append("Connection: close\r\n\r\n").toString());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package io.patchdrop.learn.safetensors;

import io.patchdrop.core.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Collects tensors and writes them as one safetensors file. Only names and shapes are held: each tensor's data is asked
 * for when its turn comes, so that what must be copied (from a GPU, out of another memory layout) is there one tensor at
 * a time.
 */
public final class SafetensorsWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ALIGNMENT = 8;

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Gives a tensor's data away. */
    @FunctionalInterface
    public interface DataSource {
        /**
         * Writes all elements, row-major and little-endian.
         *
         * @param channel takes each buffer completely, never in part
         */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    private record Entry(DataType type, List<Long> shape, long bytes, DataSource data) {}

    /** Adds a text to the file's metadata, replacing one of the same key. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Adds a tensor whose data is fetched during {@link #write}.
     *
     * @param name unique in the file
     * @param type type of the elements
     * @param shape sizes of the dimensions; empty for a scalar
     * @param data writes exactly as many bytes as type and shape ask for
     * @throws IllegalArgumentException if the name is taken or reserved
     */
    public SafetensorsWriter add(String name, DataType type, List<Long> shape, DataSource data) {
        long bytes = type.bytes(shape.stream().mapToLong(Long::longValue).toArray());
        if (name.equals("__metadata__") || entries.containsKey(name)) {
            throw new IllegalArgumentException("the tensor name " + name + " is taken");
        }
        entries.put(name, new Entry(type, List.copyOf(shape), bytes, data));
        return this;
    }

    /** Adds a tensor that is in memory; see {@link #add(String, DataType, List, DataSource)}. */
    public SafetensorsWriter add(String name, StoredTensor tensor) {
        return add(name, tensor.type(), tensor.shape(), channel -> channel.write(tensor.view()));
    }

    /**
     * Writes the file under a temporary name in the same folder, brings it to the disk and renames it. Whoever reads
     * {@code file} finds either the old content or the new one, whatever happens.
     *
     * @throws IOException naming the file, if it cannot be written, for instance because the disk is full; an earlier
     *     file of that name is untouched then and nothing temporary remains
     */
    public void write(Path file) throws IOException {
        try {
            AtomicFile.write(file, out -> writeTo(out.getChannel()));
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private void writeTo(FileChannel channel) throws IOException {
        List<Map.Entry<String, Entry>> layout = layout();
        CompleteChannel complete = new CompleteChannel(channel);
        complete.write(header(offsets(layout)));
        for (Map.Entry<String, Entry> item : layout) {
            long before = complete.written;
            item.getValue().data().writeTo(complete);
            long written = complete.written - before;
            if (written != item.getValue().bytes()) {
                throw new IllegalStateException("tensor " + item.getKey() + " gave " + written + " bytes, not "
                        + item.getValue().bytes());
            }
        }
    }

    /** Wide types first, otherwise in the order of adding, which aligns every tensor to its width. */
    private List<Map.Entry<String, Entry>> layout() {
        List<Map.Entry<String, Entry>> layout = new ArrayList<>(entries.entrySet());
        layout.sort(Comparator.comparingInt(item -> -item.getValue().type().width()));
        return layout;
    }

    private static Map<String, Long> offsets(List<Map.Entry<String, Entry>> layout) {
        Map<String, Long> offsets = new HashMap<>();
        long offset = 0;
        for (Map.Entry<String, Entry> item : layout) {
            offsets.put(item.getKey(), offset);
            offset = Math.addExact(offset, item.getValue().bytes());
        }
        return offsets;
    }

    private ByteBuffer header(Map<String, Long> offsets) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectPropertyStart("__metadata__");
                metadata.forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            entries.forEach((name, entry) -> writeEntry(json, name, entry, offsets.getOrDefault(name, 0L)));
            json.writeEndObject();
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-bytes.length, ALIGNMENT);
        ByteBuffer header =
                ByteBuffer.allocate(Long.BYTES + bytes.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(bytes.length + padding).put(bytes);
        header.put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        return header.flip();
    }

    private static void writeEntry(JsonGenerator json, String name, Entry entry, long begin) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("dtype", entry.type().name());
        json.writeArrayPropertyStart("shape");
        entry.shape().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeArrayPropertyStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(begin + entry.bytes());
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    /** Writes each buffer completely and counts. */
    private static final class CompleteChannel implements WritableByteChannel {
        private final FileChannel channel;
        private long written;

        CompleteChannel(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int bytes = source.remaining();
            while (source.hasRemaining()) {
                written += channel.write(source);
            }
            return bytes;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

package io.patchdrop.learn.safetensors;

import io.patchdrop.core.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Turns the JSON header of one file into {@link TensorInfo}s, refusing whatever the format does not allow. It streams, so
 * that a hostile header costs no more memory than its own length a few times over.
 */
final class HeaderParser {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;

    HeaderParser(Path file) {
        this.file = file;
    }

    /**
     * A header that was checked.
     *
     * @param metadata in the order of the header
     * @param tensors by name, in the order of the header
     * @param dataBytes length of the data that the tensors cover from 0 without gap or overlap
     */
    record Header(Map<String, String> metadata, Map<String, TensorInfo> tensors, long dataBytes) {}

    Header parse(ByteBuffer bytes) {
        if (!bytes.hasRemaining() || bytes.get(bytes.position()) != '{') {
            throw malformed("its header does not start with '{'", null);
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), decoded(bytes))) {
            Map<String, String> metadata = new LinkedHashMap<>();
            Map<String, TensorInfo> tensors = new LinkedHashMap<>();
            expect(json, json.nextToken(), JsonToken.START_OBJECT, "header");
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (name.equals("__metadata__")) {
                    readMetadata(json, metadata);
                } else {
                    tensors.put(name, readTensor(json, name));
                }
            }
            if (json.nextToken() != null) {
                throw malformed("its header goes on after the closing brace", null);
            }
            return new Header(metadata, tensors, coveredBytes(tensors));
        } catch (JacksonException e) {
            throw malformed("its header is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private String decoded(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw malformed("its header is not valid UTF-8", e);
        }
    }

    private void readMetadata(JsonParser json, Map<String, String> metadata) {
        expect(json, json.nextToken(), JsonToken.START_OBJECT, "__metadata__");
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            expect(json, json.nextToken(), JsonToken.VALUE_STRING, "__metadata__ " + key);
            metadata.put(key, json.getString());
        }
    }

    private TensorInfo readTensor(JsonParser json, String name) {
        expect(json, json.nextToken(), JsonToken.START_OBJECT, name);
        String type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            switch (key) {
                case "dtype" -> {
                    expect(json, json.nextToken(), JsonToken.VALUE_STRING, name + " dtype");
                    type = json.getString();
                }
                case "shape" -> shape = readSizes(json, name + " shape");
                case "data_offsets" -> offsets = readSizes(json, name + " data_offsets");
                default -> throw malformed("tensor " + name + " has the unknown entry " + key, null);
            }
        }
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw malformed("tensor " + name + " lacks a dtype, a shape or two data_offsets", null);
        }
        return checked(name, new TensorInfo(typeNamed(name, type), shape, offsets.get(0), offsets.get(1)));
    }

    private List<Long> readSizes(JsonParser json, String what) {
        expect(json, json.nextToken(), JsonToken.START_ARRAY, what);
        List<Long> sizes = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
            long size = json.getLongValue();
            if (size < 0) {
                throw malformed(what + " holds the negative number " + size, null);
            }
            sizes.add(size);
        }
        return List.copyOf(sizes);
    }

    private DataType typeNamed(String name, String type) {
        for (DataType known : DataType.values()) {
            if (known.name().equals(type)) {
                return known;
            }
        }
        throw new InvalidInputException(
                file + ": tensor " + name + " has the type " + type + ", which is not supported",
                "store it as one of " + List.of(DataType.values()));
    }

    private TensorInfo checked(String name, TensorInfo info) {
        long bytes;
        try {
            bytes = info.type().bytes(info.sizes());
        } catch (ArithmeticException e) {
            throw malformed("tensor " + name + " has the impossible shape " + info.shape(), e);
        }
        if (info.end() < info.begin() || info.bytes() != bytes) {
            throw malformed(
                    "tensor " + name + " of type " + info.type() + " and shape " + info.shape() + " needs " + bytes
                            + " bytes, but its data_offsets are [" + info.begin() + ", " + info.end() + "]",
                    null);
        }
        return info;
    }

    /** The length of the data, once it is sure that each tensor begins where the one before it ends. */
    private long coveredBytes(Map<String, TensorInfo> tensors) {
        List<Map.Entry<String, TensorInfo>> byPlace = new ArrayList<>(tensors.entrySet());
        byPlace.sort(Comparator.comparingLong((Map.Entry<String, TensorInfo> entry) ->
                        entry.getValue().begin())
                .thenComparingLong(entry -> entry.getValue().end()));
        long covered = 0;
        for (Map.Entry<String, TensorInfo> entry : byPlace) {
            if (entry.getValue().begin() != covered) {
                String fault = entry.getValue().begin() < covered ? " overlaps another" : " leaves a gap before it";
                throw malformed("tensor " + entry.getKey() + fault, null);
            }
            covered = entry.getValue().end();
        }
        return covered;
    }

    private void expect(JsonParser json, @Nullable JsonToken found, JsonToken wanted, String what) {
        if (found != wanted) {
            String place = json.currentTokenLocation().offsetDescription();
            throw malformed(
                    "in its header, " + what + " is " + found + " where " + wanted + " belongs, at " + place, null);
        }
    }

    private InvalidInputException malformed(String problem, @Nullable Throwable cause) {
        return new InvalidInputException(
                file + " is not a valid safetensors file: " + problem, "copy or write the file again", cause);
    }
}

package io.patchdrop.core.bundle;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Reads and writes the zip of a bundle. */
public final class BundleArchive {
    /** Name of the member that describes the others. */
    public static final String MANIFEST = "manifest.json";

    private static final int MOST_MEMBERS = 16;
    private static final int LARGEST_MANIFEST = 4 << 20;
    private static final long DEFAULT_LIMIT = 1L << 30;
    /** Weights hardly shrink: what unpacks to more than this many times the file is an attack. */
    private static final int LARGEST_RATIO = 100;
    /** So much may come of any file, however small. */
    private static final int RATIO_FREE = 1 << 20;
    /** Zip has no "no time"; in the first month that it can say, Java would add the time zone. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Path file;
    private final ZipFile zip;
    private long left;

    private BundleArchive(Path file, ZipFile zip, long left) {
        this.file = file;
        this.zip = zip;
        this.left = left;
    }

    /**
     * Writes a bundle, whole or not at all. Equal bundles give equal files.
     *
     * @param json writes the manifest's fields as JSON, UTF-8; equal fields must give equal bytes
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Bundle bundle, Function<Map<String, Object>, byte[]> json) throws IOException {
        byte[] manifest = json.apply(ManifestFields.of(bundle.manifest()));
        AtomicFile.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out));
            add(zip, MANIFEST, manifest);
            for (Map.Entry<String, byte[]> member : bundle.members().entrySet()) {
                add(zip, member.getKey(), member.getValue());
            }
            zip.finish();
            zip.flush();
        });
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** What the manifest says of members. */
    public static SortedMap<String, Member> table(Map<String, byte[]> members) {
        SortedMap<String, Member> table = new TreeMap<>();
        members.forEach((name, content) -> table.put(name, new Member(content.length, sha256(content))));
        return table;
    }

    /** SHA-256 in lower-case hexadecimal digits. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Reads and verifies a bundle of at most 1 GiB.
     *
     * @param json reads a JSON object in UTF-8; may throw any unchecked exception if the bytes are none
     * @throws InvalidInputException if there is no such file or it is not exactly a bundle: nothing of it is used then
     */
    public static Bundle read(Path file, Function<byte[], Map<?, ?>> json) {
        return read(file, json, DEFAULT_LIMIT);
    }

    /** @param limit bytes that the members may have, unpacked, together */
    static Bundle read(Path file, Function<byte[], Map<?, ?>> json, long limit) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    file + (Files.exists(file) ? " is not a file" : " does not exist"), "give the file of a bundle");
        }
        try {
            long length = Files.size(file);
            if (length > limit) {
                throw tooLarge(file, limit);
            }
            try (ZipFile zip = new ZipFile(file.toFile())) {
                long unpacked = Math.min(limit, LARGEST_RATIO * length + RATIO_FREE);
                return new BundleArchive(file, zip, unpacked).bundle(json);
            }
        } catch (IOException | IllegalArgumentException e) {
            // The second is what Java's zip throws at names that are not UTF-8.
            throw unusable(file, "it is no zip or is damaged", e);
        }
    }

    private Bundle bundle(Function<byte[], Map<?, ?>> json) throws IOException {
        Map<String, ZipEntry> entries = entries();
        Manifest manifest = manifest(entries, json);
        Map<String, byte[]> contents = new TreeMap<>();
        for (String name : manifest.members().keySet()) {
            if (!entries.containsKey(name)) {
                throw unusable(file, "it lacks " + name, null);
            }
        }
        for (Map.Entry<String, ZipEntry> entry : entries.entrySet()) {
            Member member = manifest.members().get(entry.getKey());
            if (member != null) {
                contents.put(entry.getKey(), verified(entry.getValue(), member));
            } else if (!entry.getKey().equals(MANIFEST)) {
                throw unusable(file, "its manifest does not name " + entry.getKey(), null);
            }
        }
        return new Bundle(manifest, new TreeMap<>(contents));
    }

    private Map<String, ZipEntry> entries() {
        if (zip.size() > MOST_MEMBERS) {
            throw unusable(file, "it has " + zip.size() + " members, more than " + MOST_MEMBERS, null);
        }
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        zip.stream().forEach(entry -> {
            String name = entry.getName();
            if (!ManifestChecks.isMemberName(name)) {
                throw unusable(file, "'" + ManifestChecks.printable(name) + "' cannot be the name of a member", null);
            }
            if (entries.put(name, entry) != null) {
                throw unusable(file, "it has two members of the name " + name, null);
            }
        });
        return entries;
    }

    private Manifest manifest(Map<String, ZipEntry> entries, Function<byte[], Map<?, ?>> json) throws IOException {
        ZipEntry entry = entries.get(MANIFEST);
        if (entry == null) {
            throw unusable(file, "it lacks " + MANIFEST, null);
        }
        byte[] text = content(entry, LARGEST_MANIFEST);
        Map<?, ?> fields;
        try {
            fields = json.apply(text);
        } catch (RuntimeException e) {
            throw unusable(file, "its " + MANIFEST + " is not a JSON object", e);
        }
        try {
            return ManifestFields.manifest(fields);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file + ": " + e.problem(), e.remedy(), e);
        }
    }

    private byte[] verified(ZipEntry entry, Member member) throws IOException {
        byte[] content = content(entry, member.bytes());
        if (content.length != member.bytes() || !sha256(content).equals(member.sha256())) {
            throw unusable(file, entry.getName() + " is not what the manifest says of it", null);
        }
        return content;
    }

    /**
     * Unpacks one member. What the zip says of its size is never used; the buffers grow with what really comes out.
     *
     * @param most bytes it may have
     */
    private byte[] content(ZipEntry entry, long most) throws IOException {
        long allowed = Math.min(most, left);
        try (InputStream stream = zip.getInputStream(entry)) {
            byte[] content = stream.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, allowed + 1));
            if (content.length > allowed) {
                throw unusable(file, entry.getName() + " unpacks to more than it may", null);
            }
            left -= content.length;
            return content;
        }
    }

    private static InvalidInputException tooLarge(Path file, long limit) {
        return new InvalidInputException(
                file + " is larger than a bundle may be, " + (limit >> 20) + " MiB", "give the file of a bundle");
    }

    private static InvalidInputException unusable(Path file, String problem, @Nullable Exception cause) {
        return new InvalidInputException(
                file + " is not a bundle that can be used: " + problem, "copy or export it again", cause);
    }
}

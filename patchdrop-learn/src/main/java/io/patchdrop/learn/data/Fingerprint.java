package io.patchdrop.learn.data;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link Dataset#fingerprint} is made of. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(List<String> classes, Map<SplitName, List<Entry>> entries, DatasetOptions options) {
        MessageDigest digest = Sampling.sha256();
        try (DataOutputStream out =
                new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
            out.writeInt(options.imageSize());
            out.writeInt(classes.size());
            for (String name : classes) {
                out.writeUTF(name);
            }
            for (SplitName split : SplitName.values()) {
                List<Entry> members = entries.getOrDefault(split, List.of());
                out.writeInt(members.size());
                for (Entry entry : members) {
                    out.writeUTF(entry.name());
                    out.writeLong(entry.size());
                    out.writeInt(entry.label());
                    Entry.@Nullable Look look = entry.look();
                    if (look != null) {
                        out.writeUTF(look.name());
                        out.writeLong(look.size());
                        out.writeInt(options.lookSize());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

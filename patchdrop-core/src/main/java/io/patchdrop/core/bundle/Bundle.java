package io.patchdrop.core.bundle;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a bundle.
 *
 * @param manifest what it says about itself
 * @param members the files that the manifest names, whole; the arrays are shared, not copied
 */
public record Bundle(Manifest manifest, SortedMap<String, byte[]> members) {
    /**
     * @throws IllegalArgumentException if the members are not those of the manifest, byte for byte
     */
    public Bundle {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        Map<String, Member> table = BundleArchive.table(members);
        if (!table.equals(manifest.members())) {
            throw new IllegalArgumentException("the members are " + table + ", in the manifest " + manifest.members());
        }
    }

    /**
     * The bytes of a member.
     *
     * @throws IllegalArgumentException if the bundle has none of that name
     */
    public byte[] member(String name) {
        byte[] bytes = members.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("the bundle has no " + name);
        }
        return bytes;
    }
}

package io.patchdrop.learn.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Seeded, stratified choices among entries. The place of an entry in its class is drawn by hashing seed, purpose and
 * name (or group), so that it does not depend on the order of listing, and adding images to one class leaves the others alone.
 */
final class Sampling {
    /** Share of each class that becomes the test split of a data set without splits. */
    static final double TEST_FRACTION = 0.2;

    private Sampling() {}

    /** A part taken from a list, and the rest; both in the list's order. */
    record Parts(List<Entry> taken, List<Entry> rest) {}

    /**
     * Takes a fraction of every class, whole groups of entries: the nearest whole number and what completes its last
     * group, but at least one group and never all; nothing of a class with a single group.
     *
     * @param fraction 0 to 1; 0 takes nothing
     */
    static Parts takeFraction(List<Entry> entries, double fraction, long seed, String purpose) {
        Set<String> taken = new HashSet<>();
        if (fraction > 0) {
            for (List<Entry> members : shuffledClasses(entries, seed, purpose, Entry::group)) {
                long wanted = Math.max(1, Math.round(fraction * members.size()));
                String last = members.get(members.size() - 1).group();
                String current = "";
                for (Entry entry : members) {
                    boolean begins = !entry.group().equals(current);
                    if (entry.group().equals(last) || (begins && wanted <= 0)) {
                        break;
                    }
                    current = entry.group();
                    taken.add(entry.name());
                    wanted--;
                }
            }
        }
        return parts(entries, taken);
    }

    /**
     * Takes at most a number of entries, from each class its share within one entry, and at least one of each class if
     * there are enough. A smaller subset is part of every larger one.
     *
     * @param limit how many; 0 takes all
     */
    static List<Entry> subset(List<Entry> entries, int limit, long seed, String purpose) {
        if (limit == 0 || limit >= entries.size()) {
            return entries;
        }
        // The entry at place r of a class of n stands at r / n of the whole: every prefix is then stratified.
        record Ranked(Entry entry, int place, int of) {}
        List<Ranked> ranked = new ArrayList<>();
        for (List<Entry> members : shuffledClasses(entries, seed, purpose, Entry::name)) {
            for (int place = 0; place < members.size(); place++) {
                ranked.add(new Ranked(members.get(place), place, members.size()));
            }
        }
        Comparator<Ranked> byStanding = (a, b) -> Long.compare((long) a.place() * b.of(), (long) b.place() * a.of());
        ranked.sort(byStanding); // stable: the lower class first among equals
        Set<String> taken = new HashSet<>();
        ranked.stream().limit(limit).forEach(one -> taken.add(one.entry().name()));
        return parts(entries, taken).taken();
    }

    private static Parts parts(List<Entry> entries, Set<String> taken) {
        return new Parts(
                entries.stream().filter(entry -> taken.contains(entry.name())).toList(),
                entries.stream().filter(entry -> !taken.contains(entry.name())).toList());
    }

    /** The entries of each class in the order of the hashes of their keys, which entries may share. */
    private static List<List<Entry>> shuffledClasses(
            List<Entry> entries, long seed, String purpose, Function<Entry, String> keyed) {
        record Keyed(Entry entry, long key) {}
        MessageDigest digest = sha256();
        TreeMap<Integer, List<Keyed>> classes = new TreeMap<>();
        for (Entry entry : entries) {
            String drawn = seed + "/" + purpose + "/" + keyed.apply(entry);
            long key = ByteBuffer.wrap(digest.digest(drawn.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
            classes.computeIfAbsent(entry.label(), label -> new ArrayList<>()).add(new Keyed(entry, key));
        }
        Comparator<Keyed> byKey = Comparator.comparingLong(Keyed::key)
                .thenComparing(one -> keyed.apply(one.entry()))
                .thenComparing(one -> one.entry().name());
        return classes.values().stream()
                .map(members -> members.stream().sorted(byKey).map(Keyed::entry).toList())
                .toList();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

package io.patchdrop.imagery.bytes;

/** Text for messages that comes from elsewhere. */
final class Messages {
    private static final int LONGEST = 500;

    private Messages() {}

    /** Without line breaks and other control characters, and not longer than a few lines of a terminal. */
    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}

package io.patchdrop.runtime.zoom.output;

/** Addresses as they may be shown to others. */
final class Addresses {
    private Addresses() {}

    /** Without user, password, query and fragment, in which keys and signatures stand; paths of files stay as they are. */
    static String withoutSecrets(String address) {
        int scheme = address.indexOf("://");
        if (scheme < 0) {
            return address;
        }
        int end = address.length();
        for (char mark : new char[] {'?', '#'}) {
            int position = address.indexOf(mark);
            end = position < 0 ? end : Math.min(end, position);
        }
        String bare = address.substring(0, end);
        int start = scheme + 3;
        int slash = bare.indexOf('/', start);
        int host = bare.lastIndexOf('@', slash < 0 ? bare.length() : slash);
        return host < start ? bare : bare.substring(0, start) + bare.substring(host + 1);
    }

    /** The last part of an address, without its ending. */
    static String stem(String address) {
        String bare = withoutSecrets(address).replace('\\', '/');
        while (bare.endsWith("/")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        String name = bare.substring(bare.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}

package io.patchdrop.imagery.bytes;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.bytes.HttpRequests.Target;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file on a web server that gives parts of files (RFC 9110, 14). Only GET is sent, never HEAD: length and version come from
 * the first answer. If {@link #length} or {@link #version} is asked for before anything was read, the first {@link
 * HttpOptions#firstRead} bytes are read and kept, so that reads of these bytes need no request, and reads that begin there
 * request only the rest.
 *
 * <ul>
 *   <li>Each answer must be of the first answer's file: same length, ETag and Last-Modified; a strong ETag is also sent as
 *       If-Match.
 *   <li>Status 408, 429, 500, 502, 503 and 504, failing connections, silence, and answers that break off are met by asking
 *       again, after pauses that double; of what broke off, only the rest is asked for.
 *   <li>Up to 5 redirects are followed, none from https to http. Headers from the options and a user in the address go to the
 *       address's server only. Where a redirect is temporary, the next read starts from the first address, so that signed
 *       addresses behind it may expire.
 *   <li>Every request is entered in the ledger, also those that were redirected, with the bytes of its body that were
 *       received. A connection that ends before the first byte of an answer, as those do that a server has closed while they
 *       were idle, is replaced once by the JDK's client; both tries are one entry.
 * </ul>
 *
 * <p>Any number of reads may be under way. A thread that is interrupted ends its read with an {@link InterruptedIOException}
 * and stays interrupted.
 */
public final class HttpSource implements ByteSource {
    private final HttpAddress address;
    private final HttpOptions options;
    private final Ledger ledger = new Ledger();
    private final Target original;
    private final AtomicLong reads = new AtomicLong();
    private final long seed = System.nanoTime();
    private final ReentrantLock beginning = new ReentrantLock();
    private volatile Target start;
    private volatile @Nullable FileState state;
    /** The first bytes of the file, if they were read to find out its length. */
    private volatile byte[] firstBytes = new byte[0];

    private volatile boolean closed;

    /**
     * Nothing is read yet.
     *
     * @param address http or https, with a host
     * @throws ByteSourceException with {@link ByteSourceException.Problem#BAD_ADDRESS} if it is not
     */
    public HttpSource(String address, HttpOptions options) throws ByteSourceException {
        this.address = HttpAddress.of(address);
        this.options = options;
        this.original = new Target(this.address.uri(), true);
        this.start = original;
    }

    @Override
    public String name() {
        return address.name();
    }

    @Override
    public long length() throws IOException {
        return known().length();
    }

    @Override
    public String version() throws IOException {
        return known().version();
    }

    private FileState known() throws IOException {
        requireOpen();
        FileState known = state;
        if (known != null) {
            return known;
        }
        try {
            beginning.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + name());
        }
        try {
            if (state == null) {
                firstBytes = fetch(new ByteRange(0, options.firstRead()));
            }
            FileState found = state;
            if (found == null) {
                throw new IllegalStateException("an answer without a length was taken");
            }
            return found;
        } finally {
            beginning.unlock();
        }
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        requireOpen();
        ByteRange asked = new ByteRange(offset, length);
        FileState known = state;
        if (known == null) {
            return fetch(asked);
        }
        long end = Math.min(asked.end(), known.length());
        if (end <= offset) {
            return new byte[0];
        }
        byte[] first = firstBytes;
        if (offset >= first.length) {
            return fetch(ByteRange.between(offset, end));
        }
        byte[] content = Arrays.copyOfRange(first, (int) offset, (int) end);
        if (end > first.length) {
            byte[] rest = fetch(ByteRange.between(first.length, end));
            System.arraycopy(rest, 0, content, (int) (first.length - offset), rest.length);
        }
        return content;
    }

    private byte[] fetch(ByteRange range) throws IOException {
        return new HttpRead(this, options, range, Seeds.generator(seed, "pauses", reads.incrementAndGet())).run();
    }

    void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(name() + " was closed");
        }
    }

    HttpRequest request(Target target, ByteRange range) {
        HttpRequest.Builder request = HttpRequests.get(address, options, target).setHeader("Range", "bytes=" + range);
        FileState known = state;
        if (known != null && known.strongTag() != null) {
            request.setHeader("If-Match", known.strongTag());
        }
        return request.build();
    }

    /** Where reads start. */
    Target start() {
        return start;
    }

    /** The address as it was given. */
    Target original() {
        return original;
    }

    /** Later reads start there. */
    void moved(Target target) {
        start = target;
    }

    /**
     * In what a state differs from the first one; null if it does not.
     *
     * @param begins whether it becomes the first if there was none
     */
    synchronized @Nullable String differenceOf(FileState said, boolean begins) {
        FileState known = state;
        if (known != null) {
            return said.differenceFrom(known);
        }
        if (begins) {
            state = said;
        }
        return null;
    }

    /** Whether a byte is known to exist. */
    boolean has(long offset) {
        FileState known = state;
        return known != null && offset < known.length();
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        closed = true;
    }
}

package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.RangeServer.Answer;
import io.patchdrop.imagery.bytes.RangeServer.Behaviour;
import io.patchdrop.imagery.bytes.RangeServer.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong on servers. */
final class Faults {
    private Faults() {}

    /** A fault of the next requests only. */
    static Behaviour times(int count, Behaviour fault) {
        AtomicInteger left = new AtomicInteger(count);
        return (request, proper) -> left.getAndDecrement() > 0 ? fault.answer(request, proper) : proper;
    }

    /** One fault of the next request, another one of all later ones. */
    static Behaviour firstThen(Behaviour first, Behaviour later) {
        AtomicInteger seen = new AtomicInteger();
        return (request, proper) ->
                seen.getAndIncrement() == 0 ? first.answer(request, proper) : later.answer(request, proper);
    }

    static Behaviour status(int status) {
        return (request, proper) -> Answer.empty(status, Map.of());
    }

    static Behaviour status(int status, String header, String value) {
        return (request, proper) -> Answer.empty(status, Map.of(header, value));
    }

    static Behaviour header(String name, String value) {
        return (request, proper) -> proper.with(name, value);
    }

    /** Ignores the header Range. */
    static Behaviour whole(long length, Body body) {
        return (request, proper) -> new Answer(200, Map.of(), length, body);
    }

    /** Closes the connection instead of answering. */
    static Behaviour drop() {
        return (request, proper) -> {
            throw new IOException("dropped");
        };
    }

    /** Closes the connection after some bytes of the body. */
    static Behaviour breakOff(int bytes) {
        return (request, proper) -> proper.with(proper.length(), out -> {
            out.write(content(proper), 0, Math.min(bytes, (int) proper.length()));
            if (bytes < proper.length()) {
                throw new IOException("broken off");
            }
        });
    }

    /** Sends some bytes of the body, in chunks, as if they were all. */
    static Behaviour shortened(int bytes) {
        return (request, proper) ->
                proper.with(-1, out -> out.write(content(proper), 0, Math.min(bytes, (int) proper.length())));
    }

    /** Does not answer. */
    static Behaviour stall() {
        return (request, proper) -> {
            sleep(60_000);
            return proper;
        };
    }

    /** Sends some bytes of the body and then no more. */
    static Behaviour stallAfter(int bytes) {
        return (request, proper) -> proper.with(proper.length(), out -> {
            out.write(content(proper), 0, bytes);
            out.flush();
            sleep(60_000);
        });
    }

    /** Sends the body byte by byte. */
    static Behaviour drip(int milliseconds) {
        return (request, proper) -> proper.with(proper.length(), out -> {
            for (byte each : content(proper)) {
                out.write(each);
                out.flush();
                sleep(milliseconds);
            }
        });
    }

    /** Says the right thing and never stops sending. */
    static Behaviour endless() {
        return (request, proper) -> proper.with(-1, Faults::writeForEver);
    }

    static void writeForEver(OutputStream out) throws IOException {
        byte[] block = new byte[8192];
        while (true) {
            out.write(block);
        }
    }

    private static byte[] content(Answer answer) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        answer.body().write(content);
        return content.toByteArray();
    }

    private static void sleep(int milliseconds) throws IOException {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IOException("the server was closed", e);
        }
    }
}

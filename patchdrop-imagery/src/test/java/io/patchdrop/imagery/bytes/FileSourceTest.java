package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class FileSourceTest extends ByteSourceKit {
    @Override
    ByteSource open(String file) {
        return new FileSource(folder.resolve(file));
    }

    @Override
    void compareWithOtherSide(Ledger ledger) {
        assertThat(ledger.entries()).allMatch(Ledger.Entry::succeeded);
    }

    @Test
    void aFolderIsNoFile() {
        ByteSource source = new FileSource(folder);
        ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, source::length);
        assertThat(failure.problem()).isEqualTo(Problem.BAD_ADDRESS);
        assertThat(failure).hasMessage(folder + " is a folder");
    }

    @Test
    void aPathThroughAFileIsUnavailable() throws IOException {
        Files.write(folder.resolve("file"), new byte[1]);
        ByteSource source = open("file/inside");
        ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, source::length);
        assertThat(failure.problem()).isIn(Problem.UNAVAILABLE, Problem.NOT_FOUND);
    }

    @Test
    void whatMayNotBeReadIsForbidden() throws IOException {
        Path file = Files.write(folder.resolve("secret"), new byte[10]);
        assumeFalse(System.getProperty("os.name").startsWith("Windows"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");
        ByteSource source = open("secret");
        ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, () -> source.read(0, 1));
        assertThat(failure.problem()).isEqualTo(Problem.FORBIDDEN);
    }
}

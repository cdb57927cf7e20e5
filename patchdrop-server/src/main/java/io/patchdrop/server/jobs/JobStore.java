package io.patchdrop.server.jobs;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in a database (H2) of one file, which a kill leaves as it was at the last change of a job's state, or later. Safe for
 * use by several threads.
 */
final class JobStore implements AutoCloseable {
    private static final int VERSION = 1;

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE format (version INTEGER NOT NULL)",
            "CREATE TABLE jobs (id VARCHAR(64) PRIMARY KEY, number BIGINT NOT NULL UNIQUE, model VARCHAR NOT NULL,"
                    + " sha256 VARCHAR NOT NULL, request CHARACTER LARGE OBJECT NOT NULL, state VARCHAR NOT NULL,"
                    + " created TIMESTAMP WITH TIME ZONE NOT NULL, started TIMESTAMP WITH TIME ZONE,"
                    + " finished TIMESTAMP WITH TIME ZONE, chips INTEGER, looked INTEGER NOT NULL,"
                    + " zoomed INTEGER NOT NULL, bytes BIGINT NOT NULL, requests BIGINT NOT NULL,"
                    + " price DOUBLE PRECISION NOT NULL, full_bytes BIGINT, full_price DOUBLE PRECISION,"
                    + " width INTEGER, height INTEGER, error CHARACTER LARGE OBJECT)",
            "INSERT INTO format VALUES (" + VERSION + ")");

    private final Connection connection;
    /** Only this thread touches the database, whose file is closed when a thread that reads or writes is interrupted. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "patchdrop-job-store");
        made.setDaemon(true);
        return made;
    });

    private JobStore(Connection connection) {
        this.connection = connection;
    }

    /** The database does not do what it should; its files are as they were. */
    static final class StoreException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private StoreException(SQLException cause) {
            super("the job store failed: " + cause.getMessage(), cause);
        }
    }

    /**
     * Opens a store, making it if it is not there.
     *
     * @param file without the ending that the database adds
     * @throws InvalidInputException if it cannot be opened; nothing is changed then
     */
    static JobStore open(Path file) {
        String path = file.toAbsolutePath().toString();
        if (path.contains(";")) {
            // It would end the path in the database's address, and begin a setting.
            throw new InvalidInputException("The folder of jobs has a semicolon in its name", "give another --state");
        }
        // WRITE_DELAY=0: what is committed is written at once, not half a second later.
        String url = "jdbc:h2:file:" + path + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0";
        try {
            Connection connection = DriverManager.getConnection(url, "patchdrop", "");
            try {
                return opened(connection, file);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new InvalidInputException(
                    "The jobs in " + path + ".mv.db cannot be read: " + line(e),
                    "put a sound copy in its place, or give another --state",
                    e);
        }
    }

    private static String line(SQLException e) {
        String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    private static JobStore opened(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean made;
            try (ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", "FORMAT", null)) {
                made = tables.next();
            }
            if (!made) {
                connection.setAutoCommit(false);
                for (String line : SCHEMA) {
                    statement.execute(line);
                }
                connection.commit();
                connection.setAutoCommit(true);
            }
            try (ResultSet rows = statement.executeQuery("SELECT version FROM format")) {
                if (!rows.next() || rows.getInt(1) != VERSION) {
                    throw new InvalidInputException(
                            "The jobs in " + file + ".mv.db are of another version of patchdrop",
                            "use that one, or give another --state");
                }
            }
            return new JobStore(connection);
        }
    }

    /** All jobs, the oldest first. */
    List<Job> all() {
        List<Job> jobs = new ArrayList<>();
        inThread(() -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM jobs ORDER BY number")) {
                while (rows.next()) {
                    jobs.add(job(rows));
                }
            }
        });
        return jobs;
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void inThread(Work work) {
        try {
            CompletableFuture.runAsync(
                            () -> {
                                try {
                                    work.run();
                                } catch (SQLException e) {
                                    throw new StoreException(e);
                                }
                            },
                            thread)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static Job job(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        Json.readObject(row.getString("request").getBytes(StandardCharsets.UTF_8))
                .forEach((name, value) -> request.put((String) name, value));
        return new Job(
                row.getString("id"),
                row.getLong("number"),
                row.getString("model"),
                row.getString("sha256"),
                request,
                JobState.valueOf(row.getString("state")),
                row.getTimestamp("created").toInstant(),
                time(row, "started"),
                time(row, "finished"),
                new Progress(
                        row.getObject("chips", Integer.class),
                        row.getInt("looked"),
                        row.getInt("zoomed"),
                        row.getLong("bytes"),
                        row.getLong("requests"),
                        row.getDouble("price"),
                        row.getObject("full_bytes", Long.class),
                        row.getObject("full_price", Double.class),
                        row.getObject("width", Integer.class),
                        row.getObject("height", Integer.class)),
                row.getString("error"));
    }

    private static @Nullable Instant time(ResultSet row, String name) throws SQLException {
        Timestamp time = row.getTimestamp(name);
        return time == null ? null : time.toInstant();
    }

    /** Keeps a new job; when it returns the job outlives a kill and a crash. */
    void insert(Job job) {
        execute(
                "INSERT INTO jobs (state, started, finished, chips, looked, zoomed, bytes, requests, price, full_bytes,"
                        + " full_price, width, height, error, id, number, model, sha256, request, created)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                true,
                statement -> {
                    int next = changing(statement, job);
                    statement.setString(next++, job.id());
                    statement.setLong(next++, job.number());
                    statement.setString(next++, job.model());
                    statement.setString(next++, job.sha256());
                    statement.setString(next++, Json.line(job.request()));
                    statement.setTimestamp(next, Timestamp.from(job.created()));
                });
    }

    /**
     * Keeps what has changed of a job.
     *
     * @param lasting whether it must outlive a crash of the machine when this returns
     */
    void update(Job job, boolean lasting) {
        execute(
                "UPDATE jobs SET state = ?, started = ?, finished = ?, chips = ?, looked = ?, zoomed = ?, bytes = ?,"
                        + " requests = ?, price = ?, full_bytes = ?, full_price = ?, width = ?, height = ?, error = ?"
                        + " WHERE id = ?",
                lasting,
                statement -> statement.setString(changing(statement, job), job.id()));
    }

    /** Forgets a job. */
    void delete(String id) {
        execute("DELETE FROM jobs WHERE id = ?", true, statement -> statement.setString(1, id));
    }

    /** Sets what changes of a job. Returns the number of the next parameter. */
    private static int changing(PreparedStatement statement, Job job) throws SQLException {
        Progress progress = job.progress();
        int next = 1;
        statement.setString(next++, job.state().name());
        set(statement, next++, job.started());
        set(statement, next++, job.finished());
        statement.setObject(next++, progress.chips(), Types.INTEGER);
        statement.setInt(next++, progress.looked());
        statement.setInt(next++, progress.zoomed());
        statement.setLong(next++, progress.bytes());
        statement.setLong(next++, progress.requests());
        statement.setDouble(next++, progress.price());
        statement.setObject(next++, progress.fullBytes(), Types.BIGINT);
        statement.setObject(next++, progress.fullPrice(), Types.DOUBLE);
        statement.setObject(next++, progress.width(), Types.INTEGER);
        statement.setObject(next++, progress.height(), Types.INTEGER);
        statement.setString(next++, job.error());
        return next;
    }

    private static void set(PreparedStatement statement, int number, @Nullable Instant time) throws SQLException {
        statement.setTimestamp(number, time == null ? null : Timestamp.from(time));
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private void execute(String sql, boolean lasting, Parameters parameters) {
        inThread(() -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                parameters.set(statement);
                statement.executeUpdate();
            }
            if (lasting) {
                try (Statement checkpoint = connection.createStatement()) {
                    checkpoint.execute("CHECKPOINT SYNC");
                }
            }
        });
    }

    @Override
    public void close() {
        inThread(connection::close);
        thread.shutdown();
    }
}

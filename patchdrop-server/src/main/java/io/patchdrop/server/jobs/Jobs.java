package io.patchdrop.server.jobs;

import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import io.patchdrop.server.models.ServedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.crypto.KeyGenerator;
import org.jspecify.annotations.Nullable;

/** All jobs that are kept, in memory and in the store, and the order in which those that wait are run. */
final class Jobs implements AutoCloseable {
    private static final int ID_BITS = 128;
    private static final int RETRY_SECONDS = 30;

    private final JobOptions options;
    private final StateFolder folder;
    private final JobStore store;
    private final Map<String, JobEntry> byId = new ConcurrentHashMap<>();
    /** Guarded by this object, as are all changes. */
    private final Deque<JobEntry> waiting = new ArrayDeque<>();

    private long lastNumber;
    private volatile boolean closing;

    private Jobs(JobOptions options, StateFolder folder, JobStore store) {
        this.options = options;
        this.folder = folder;
        this.store = store;
    }

    /**
     * Opens the jobs of a folder. Those that have not ended wait to go on, the oldest first.
     *
     * @throws io.patchdrop.core.InvalidInputException if the folder cannot be used
     */
    static Jobs open(JobOptions options) {
        StateFolder folder = StateFolder.open(options.folder());
        try {
            JobStore store = JobStore.open(folder.database());
            try {
                Jobs jobs = new Jobs(options, folder, store);
                jobs.load();
                return jobs;
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            close(folder, e);
            throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
        }
    }

    private static void close(StateFolder folder, Exception reason) {
        try {
            folder.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private synchronized void load() throws IOException {
        for (String id : folder.aside()) {
            // A kill came between setting it aside and forgetting it, or after that.
            store.delete(id);
            folder.deleteAside(id);
        }
        for (Job job : store.all()) {
            JobEntry entry = new JobEntry(job);
            byId.put(job.id(), entry);
            lastNumber = job.number();
            if (!job.state().ended()) {
                entry.set(job.in(JobState.WAITING, null));
                waiting.add(entry);
            }
        }
    }

    /**
     * Takes on a job.
     *
     * @param request in values of JSON
     * @throws ProblemException if there is no room for it
     */
    JobEntry submit(ServedModel model, Map<String, ?> request) throws IOException {
        makeRoom();
        synchronized (this) {
            if (closing) {
                throw new ProblemException(Kind.STOPPING, "The server is stopping", "try again later");
            }
            if (waiting.size() >= options.waiting()) {
                throw ProblemException.busy(waiting.size() + " jobs are waiting", RETRY_SECONDS);
            }
            if (byId.size() >= options.kept()) {
                throw full("The server keeps " + byId.size() + " jobs, and no more");
            }
            Job job = new Job(
                    newId(),
                    ++lastNumber,
                    model.name(),
                    model.sha256(),
                    request,
                    JobState.WAITING,
                    Job.now(),
                    null,
                    null,
                    Progress.NONE,
                    null);
            store.insert(job);
            JobEntry entry = new JobEntry(job);
            byId.put(job.id(), entry);
            waiting.add(entry);
            notifyAll();
            return entry;
        }
    }

    private static ProblemException full(String what) {
        return new ProblemException(Kind.UNUSABLE, what, "delete jobs that are done");
    }

    /** Bits that nobody can guess. */
    private static String newId() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(ID_BITS);
            return HexFormat.of().formatHex(generator.generateKey().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void makeRoom() throws IOException {
        while (byId.size() >= options.kept() || folder.bytes() >= options.bytes()) {
            Optional<JobEntry> oldest = options.removeOldest()
                    ? oldestFirst().stream().filter(Jobs::ended).findFirst()
                    : Optional.empty();
            if (oldest.isEmpty()) {
                if (byId.size() >= options.kept()) {
                    throw full("The server keeps " + byId.size() + " jobs, and no more");
                }
                throw full("The jobs have as many bytes on the server's disk as they may");
            }
            remove(oldest.get());
        }
    }

    private static boolean ended(JobEntry entry) {
        return entry.job().state().ended();
    }

    private List<JobEntry> oldestFirst() {
        return byId.values().stream()
                .sorted(Comparator.comparingLong(entry -> entry.job().number()))
                .toList();
    }

    /** All jobs, the newest first. */
    List<Job> newestFirst() {
        return byId.values().stream()
                .map(JobEntry::job)
                .sorted(Comparator.comparingLong(Job::number).reversed())
                .toList();
    }

    /** How many jobs are in a state. */
    long count(JobState state) {
        return byId.values().stream()
                .filter(entry -> entry.job().state() == state)
                .count();
    }

    /** A job by what a request calls it, if there is one. */
    Optional<JobEntry> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Where a job's files are. */
    Path folder(Job job) {
        return folder.job(job.id());
    }

    /**
     * The next job that waits; waits for one.
     *
     * @return null if there will be none any more
     */
    synchronized @Nullable JobEntry take() throws InterruptedException {
        while (waiting.isEmpty() && !closing) {
            wait();
        }
        if (closing) {
            return null;
        }
        return waiting.remove();
    }

    /** Changes how far a job is. */
    synchronized void progress(JobEntry entry, UnaryOperator<Progress> change) {
        entry.set(entry.job().with(change));
        if (entry.mayStore()) {
            store.update(entry.job(), false);
        }
    }

    /**
     * Changes the state of a job; when it returns that is kept. Whoever ends a job has closed all its files before.
     *
     * @param error why it failed, if it did
     */
    synchronized void state(JobEntry entry, JobState state, @Nullable String error) {
        // Seen here even if it cannot be stored; if so it will be found out again.
        entry.set(entry.job().in(state, error));
        store.update(entry.job(), true);
    }

    /** Stops a job that has not ended, soon, or removes one that has. */
    void delete(JobEntry entry) throws IOException {
        synchronized (this) {
            if (!entry.job().state().ended()) {
                entry.requestStop();
                if (waiting.remove(entry)) {
                    state(entry, JobState.STOPPED, null);
                }
                return;
            }
        }
        remove(entry);
    }

    private void remove(JobEntry entry) throws IOException {
        String id = entry.job().id();
        synchronized (this) {
            if (!ended(entry) || !byId.containsKey(id)) {
                return;
            }
            folder.setAside(id);
            store.delete(id);
            byId.remove(id);
        }
        folder.deleteAside(id);
    }

    /** Lets nobody take a job any more. */
    synchronized void stopTaking() {
        closing = true;
        notifyAll();
    }

    /** Whether the server ends. */
    boolean closing() {
        return closing;
    }

    @Override
    public void close() throws IOException {
        stopTaking();
        store.close();
        folder.close();
    }
}

package io.patchdrop.server.jobs;

import io.patchdrop.core.price.PriceList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A server of jobs in a process of its own, which can be killed. */
final class JobProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private JobProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Serves until it is killed, or its input ends. */
    public static void main(String[] arguments) throws IOException {
        try (JobServer server = new JobServer(
                JobOptions.in(Path.of(arguments[0])), Path.of(arguments[1]), List.of(arguments[2]), PriceList.FREE)) {
            System.out.println(server.port());
            while (System.in.read() >= 0) {
                // The parent is alive.
            }
        }
    }

    static JobProcess start(Path state, JobScene scene) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JobProcess.class.getName(),
                        state.toString(),
                        scene.model().toString(),
                        scene.allowed().get(0))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new JobProcess(process, Integer.parseInt(String.valueOf(out.readLine())));
    }

    int port() {
        return port;
    }

    /** SIGKILL. */
    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.patchdrop.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/** How ONNX Runtime is set up. */
final class OnnxRuntime {
    private OnnxRuntime() {}

    /** The one environment of the process. */
    static OrtEnvironment environment() {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException | LinkageError e) {
            throw new IllegalStateException("ONNX Runtime does not run on this machine: " + e.getMessage(), e);
        }
    }

    static SessionOptions settings(RuntimeOptions options) throws OrtException {
        SessionOptions settings = new SessionOptions();
        settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // what fails comes as an exception
        settings.setExecutionMode(ExecutionMode.SEQUENTIAL);
        settings.setInterOpNumThreads(1);
        settings.setIntraOpNumThreads(options.threads());
        // Threads that spin while they wait take the time of those they wait for, as soon as anything else computes.
        settings.addConfigEntry("session.intra_op.allow_spinning", "0");
        settings.setOptimizationLevel(OptLevel.ALL_OPT);
        // An arena keeps the most that it ever held, and plans of the memory are kept for each number of rows ever
        // seen.
        // Without them a run takes a fiftieth more time, and gives back what it took.
        settings.setCPUArenaAllocator(false);
        settings.setMemoryPatternOptimization(false);
        return settings;
    }
}

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
        // A call runs two or three graphs in turn: the threads of one must not spin while the next one computes.
        settings.addConfigEntry("session.force_spinning_stop", "1");
        settings.setOptimizationLevel(OptLevel.ALL_OPT);
        // A plan of the memory is kept for each shape ever seen; the number of rows is another in almost every run.
        settings.setMemoryPatternOptimization(false);
        return settings;
    }
}

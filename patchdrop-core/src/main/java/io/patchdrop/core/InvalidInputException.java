package io.patchdrop.core;

import org.jspecify.annotations.Nullable;

/**
 * Something the user gave cannot be used: a file, an option, a configuration. The command line prints the message as its
 * one line and exits with code 2.
 */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String remedy;

    /**
     * @param problem what is wrong, naming the file, key or value
     * @param remedy what the user can do about it
     */
    public InvalidInputException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    /**
     * @param problem what is wrong, naming the file, key or value
     * @param remedy what the user can do about it
     * @param cause the failure underneath, for {@code --debug}
     */
    public InvalidInputException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + " (" + remedy + ")", cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }

    /** What the user can do about it. */
    public String remedy() {
        return remedy;
    }
}

package io.patchdrop.server;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.server.http.HttpLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is served, and how.
 *
 * @param models bundles by the names that requests call them by, at least one
 * @param host address to listen at
 * @param port to listen at, 0 to 65535; 0 takes any that is free
 * @param token that requests must bear; needed for any address but those of this machine
 * @param limits of requests
 * @param batch images that are answered together at most, 1 to 1024
 * @param most images of a model that are at work or wait, at least 1; what comes on top is refused
 * @param patience how many times as long as alone an image may have to wait for others, above 0; others are refused
 */
public record ServerOptions(
        Map<String, Path> models,
        String host,
        int port,
        Optional<String> token,
        HttpLimits limits,
        int batch,
        int most,
        double patience) {
    private static final int SHORTEST_TOKEN = 16;

    /** Serves bundles at 127.0.0.1:8080, 32 images together, 256 in all. */
    public static ServerOptions of(Map<String, Path> models) {
        return new ServerOptions(models, "127.0.0.1", 8080, Optional.empty(), HttpLimits.DEFAULT, 32, 256, 2.5);
    }

    /** @throws InvalidInputException if a value is out of its range, or anybody could come in */
    public ServerOptions {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        if (models.isEmpty()) {
            throw new InvalidInputException("There is no model", "give one");
        }
        if (port < 0 || port > 65535) {
            throw new InvalidInputException("There is no port " + port, "give one from 0 to 65535");
        }
        if (batch < 1 || batch > 1024) {
            throw new InvalidInputException("A batch of " + batch + " images", "give a number from 1 to 1024");
        }
        if (most < 1) {
            throw new InvalidInputException("A limit of " + most + " images", "give a number of at least 1");
        }
        if (!(patience > 0)) {
            throw new InvalidInputException("A patience of " + patience, "give a number above 0");
        }
        if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
            throw new InvalidInputException(
                    "The token has fewer than " + SHORTEST_TOKEN + " characters", "take one that cannot be guessed");
        }
        if (token.isEmpty() && !isLoopback(host)) {
            throw new InvalidInputException(
                    "Without a token, anybody who reaches " + host + " could use this server",
                    "give --token-file or the variable PATCHDROP_TOKEN, or listen at 127.0.0.1");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new InvalidInputException("There is no address " + host, "give one of this machine's", e);
        }
    }

    /** The same at another address. */
    public ServerOptions at(String newHost, int newPort) {
        return new ServerOptions(models, newHost, newPort, token, limits, batch, most, patience);
    }

    /** The same for those who know a token. */
    public ServerOptions withToken(String newToken) {
        return new ServerOptions(models, host, port, Optional.of(newToken), limits, batch, most, patience);
    }

    /** The same with other limits. */
    public ServerOptions withLimits(HttpLimits newLimits) {
        return new ServerOptions(models, host, port, token, newLimits, batch, most, patience);
    }

    /** The same with other limits of images. */
    public ServerOptions withImages(int newBatch, int newMost, double newPatience) {
        return new ServerOptions(models, host, port, token, limits, newBatch, newMost, newPatience);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ServerOptions[models=" + models + ", host=" + host + ", port=" + port + ", token="
                + (token.isPresent() ? "yes" : "no") + ", limits=" + limits + ", batch=" + batch + ", most=" + most
                + ", patience=" + patience + "]";
    }
}

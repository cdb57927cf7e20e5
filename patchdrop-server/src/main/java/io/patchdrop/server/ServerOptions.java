package io.patchdrop.server;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.server.http.HttpLimits;
import io.patchdrop.server.jobs.JobOptions;
import io.patchdrop.server.models.ImageOptions;
import io.patchdrop.server.sources.SourceOptions;
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
 * @param images how many are answered together, and let in
 * @param sources where pixels of zooms may come from
 * @param jobs where jobs are kept; without it there are none
 */
public record ServerOptions(
        Map<String, Path> models,
        String host,
        int port,
        Optional<String> token,
        HttpLimits limits,
        ImageOptions images,
        SourceOptions sources,
        Optional<JobOptions> jobs) {
    private static final int SHORTEST_TOKEN = 16;

    /** Serves bundles at 127.0.0.1:8080; no sources are allowed, and no jobs kept. */
    public static ServerOptions of(Map<String, Path> models) {
        return new ServerOptions(
                models,
                "127.0.0.1",
                8080,
                Optional.empty(),
                HttpLimits.DEFAULT,
                ImageOptions.DEFAULT,
                SourceOptions.DEFAULT,
                Optional.empty());
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
        return new ServerOptions(models, newHost, newPort, token, limits, images, sources, jobs);
    }

    /** The same for those who know a token. */
    public ServerOptions withToken(String newToken) {
        return new ServerOptions(models, host, port, Optional.of(newToken), limits, images, sources, jobs);
    }

    /** The same with other limits. */
    public ServerOptions withLimits(HttpLimits newLimits) {
        return new ServerOptions(models, host, port, token, newLimits, images, sources, jobs);
    }

    /** The same with other numbers of images. */
    public ServerOptions withImages(ImageOptions newImages) {
        return new ServerOptions(models, host, port, token, limits, newImages, sources, jobs);
    }

    /** The same with other sources. */
    public ServerOptions withSources(SourceOptions newSources) {
        return new ServerOptions(models, host, port, token, limits, images, newSources, jobs);
    }

    /** The same with jobs. */
    public ServerOptions withJobs(JobOptions newJobs) {
        return new ServerOptions(models, host, port, token, limits, images, sources, Optional.of(newJobs));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ServerOptions[models=" + models + ", host=" + host + ", port=" + port + ", token="
                + (token.isPresent() ? "yes" : "no") + ", limits=" + limits + ", images=" + images
                + ", sources=" + sources + ", jobs=" + jobs + "]";
    }
}

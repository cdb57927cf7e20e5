package io.patchdrop.server.models;

import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The models that are served, in the order they were given. */
public final class Models implements AutoCloseable {
    private static final String PREFIX = "/models/";
    private static final Set<String> OF_IMAGES = Set.of("classify", "look", "anytime");

    private final Map<String, ServedModel> byName = new LinkedHashMap<>();

    /** @param models of different names */
    public Models(List<ServedModel> models) {
        models.forEach(model -> byName.put(model.name(), model));
    }

    /** All of them. */
    public Collection<ServedModel> all() {
        return byName.values();
    }

    /**
     * One of them.
     *
     * @throws ProblemException if there is none of that name
     */
    public ServedModel get(String name) {
        ServedModel model = byName.get(name);
        if (model == null) {
            throw new ProblemException(
                    Kind.NOT_FOUND, "There is no such model", "there are " + String.join(", ", byName.keySet()));
        }
        return model;
    }

    /** Refuses images for models that have too much to do, before they are loaded. */
    public Optional<ProblemException> refusal(String method, String path) {
        if (!method.equals("POST") || !path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int end = path.indexOf('/', PREFIX.length());
        ServedModel model = end < 0 ? null : byName.get(path.substring(PREFIX.length(), end));
        boolean refused = model != null && OF_IMAGES.contains(path.substring(end + 1)) && model.isFull();
        return refused ? Optional.of(Admission.refusal()) : Optional.empty();
    }

    @Override
    public void close() {
        byName.values().forEach(ServedModel::close);
    }
}

package io.patchdrop.server.models;

import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models that are served, in the order they were given. */
public final class Models implements AutoCloseable {
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

    @Override
    public void close() {
        byName.values().forEach(ServedModel::close);
    }
}

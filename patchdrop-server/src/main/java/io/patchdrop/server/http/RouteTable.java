package io.patchdrop.server.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The routes of the server. */
public final class RouteTable {
    /** Attribute of a request: the path of its route, such as {@code /models/{name}}. */
    static final String ROUTE = "patchdrop.route";

    private final List<Route> routes = new ArrayList<>();

    private record Route(HandlerType method, String path, Handler handler) {}

    /** Answers GET. */
    public void get(String path, Handler handler) {
        routes.add(new Route(HandlerType.GET, path, handler));
    }

    /** Answers POST. */
    public void post(String path, Handler handler) {
        routes.add(new Route(HandlerType.POST, path, handler));
    }

    /** Answers DELETE. */
    public void delete(String path, Handler handler) {
        routes.add(new Route(HandlerType.DELETE, path, handler));
    }

    /** All routes, each as {@code get /models/{name}}. */
    public List<String> names() {
        return routes.stream()
                .map(route -> route.method().name().toLowerCase(Locale.ROOT) + " " + route.path())
                .toList();
    }

    /** Gives the routes to Javalin. */
    public void addTo(JavalinDefaultRoutingApi routing) {
        for (Route route : routes) {
            routing.addHttpHandler(route.method(), route.path(), (Context context) -> {
                context.req().setAttribute(ROUTE, route.path());
                route.handler().handle(context);
            });
        }
    }
}

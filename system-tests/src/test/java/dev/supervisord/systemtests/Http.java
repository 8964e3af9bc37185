package dev.supervisord.systemtests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What {@code curl localhost:PORT} would show. */
final class Http {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Http() {}

    /** The body of the page; an answer other than 200, or none, fails the test. */
    static String get(int port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(LIMIT)
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError("port " + port + " answers " + response.statusCode());
            }
            return response.body();
        } catch (IOException refused) {
            throw new AssertionError("port " + port + " does not answer", refused);
        }
    }
}

package dev.duet.examples.peers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Chromium's DevTools protocol over one WebSocket: commands with answers, and events of sessions. */
final class DevTools implements WebSocket.Listener, AutoCloseable {

    private static final int SECONDS = 60;

    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonValue>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonValue>> sessions = new ConcurrentHashMap<>();
    private final StringBuilder partial = new StringBuilder();
    private final Object order = new Object();
    private CompletableFuture<WebSocket> sent;

    private DevTools(URI address) {
        sent = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, this);
    }

    static DevTools connect(URI address) {
        return new DevTools(address);
    }

    /** Says a command to the browser and waits for what it comes to. */
    JsonValue browser(String method, Map<String, ?> parameters) {
        return command(null, method, parameters);
    }

    /** Says a command to the page of a session and waits for what it comes to. */
    JsonValue session(String session, String method, Map<String, ?> parameters) {
        return command(session, method, parameters);
    }

    /** Takes the events of a session, on the thread that reads. */
    void onEvent(String session, Consumer<JsonValue> listener) {
        sessions.put(session, listener);
    }

    private JsonValue command(@Nullable String session, String method, Map<String, ?> parameters) {
        long id = ids.incrementAndGet();
        Map<String, Object> message = new HashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonValue> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        // One text after the other: a WebSocket takes no second one while it sends the first.
        synchronized (order) {
            sent = sent.thenCompose(socket -> socket.sendText(JsonValue.write(message), true));
            sent.exceptionally(e -> {
                answer.completeExceptionally(e);
                return null;
            });
        }
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(method + " failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("No answer to " + method + " in " + SECONDS + " s", e);
        } finally {
            waiting.remove(id);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            JsonValue message = JsonValue.read(partial.toString());
            partial.setLength(0);
            take(message);
        }
        socket.request(1);
        return null;
    }

    private void take(JsonValue message) {
        if (!message.has("id")) {
            Consumer<JsonValue> listener = sessions.get(message.textAt("sessionId"));
            if (listener != null) {
                listener.accept(message);
            }
            return;
        }
        CompletableFuture<JsonValue> answer =
                waiting.get((long) message.at("id").number());
        if (answer == null) {
            return;
        }
        if (message.has("error")) {
            answer.completeExceptionally(
                    new IllegalStateException(message.at("error").toString()));
        } else {
            answer.complete(message.at("result"));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        fail(new IllegalStateException("Chromium closed the connection: " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        fail(error);
    }

    private void fail(Throwable why) {
        waiting.values().forEach(answer -> answer.completeExceptionally(why));
    }

    @Override
    public void close() {
        synchronized (order) {
            sent.thenAccept(WebSocket::abort);
        }
    }
}

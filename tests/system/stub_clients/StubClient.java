// The cases of cases.mjs by java.net.http.HttpClient: java StubClient.java URL. One line of JSON. `continued` is a request
// whose body waits for "100 Continue", which this client does for ever.
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

public class StubClient {
  private static final String NOTE = "a b+c/d?e&\u00fc";
  private static final int LARGE = 4_000_000, MANY = 200;
  private static final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(200)).build();  // offers an upgrade to HTTP/2
  private static String url;

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(200));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request, String method, BodyPublisher body) {
    return request.header("Content-Type", "application/json").method(method, body);
  }

  private static BodyPublisher gzip(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream coded = new GZIPOutputStream(bytes)) {
      coded.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return BodyPublishers.ofByteArray(bytes.toByteArray());
  }

  // The text of a member, of JSON as flat as the stub's; "" when there is none.
  private static String member(HttpResponse<String> answer, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\\s*\"([^\"]*)\"").matcher(answer.body());
    return found.find() ? found.group(1) : "";
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String list(Object... values) {
    StringBuilder text = new StringBuilder();
    for (Object value : values) {
      text.append(text.length() == 0 ? "[" : ", ").append(value instanceof String ? "\"" + value + "\"" : value);
    }
    return text.append("]").toString();
  }

  private static int many() {
    List<CompletableFuture<Boolean>> under_way = new ArrayList<>();
    for (int i = 0; i < MANY; ++i) {
      String name = "item-" + i;
      under_way.add(client.sendAsync(to("/items/" + name).build(), BodyHandlers.ofString())
          .thenApply(answer -> answer.statusCode() == 200 && member(answer, "id").equals(name)));
    }
    int right = 0;
    for (CompletableFuture<Boolean> one : under_way) right += one.join() ? 1 : 0;
    return right;
  }

  public static void main(String[] arguments) throws Exception {
    url = arguments[0];
    HttpResponse<String> item = send(to("/items/seven?note=" + URLEncoder.encode(NOTE, StandardCharsets.UTF_8)));
    HttpResponse<String> head = send(to("/items/seven").method("HEAD", BodyPublishers.noBody()));
    HttpResponse<String> plain = send(to("/items/seven"));
    HttpResponse<String> missing = send(to("/nowhere"));
    HttpResponse<String> made = send(json(to("/items"), "POST", BodyPublishers.ofString("{\"name\":\"made\"}")));
    HttpResponse<String> refused = send(json(to("/items"), "POST", BodyPublishers.ofString("{\"name\":5}")));
    HttpResponse<String> zipped =
        send(json(to("/items").header("Content-Encoding", "gzip"), "POST", gzip("{\"name\":\"zipped\"}")));
    HttpResponse<String> unfit =
        send(json(to("/items").header("Content-Encoding", "gzip"), "POST", gzip("{\"name\":5}")));
    HttpResponse<String> removed = send(to("/items/seven").DELETE());
    String text = "x".repeat(LARGE);
    HttpResponse<String> large =
        send(json(to("/documents/one"), "PUT", BodyPublishers.ofString("{\"text\":\"" + text + "\"}")));
    HttpResponse<String> continued = send(json(to("/items").expectContinue(true), "POST",
        BodyPublishers.ofString("{\"name\":\"continued\"}")));
    String note = member(item, "note").equals(NOTE) ? "right" : "wrong";
    System.out.println("{\"get\": " + list(item.statusCode(), header(item, "Content-Type"), member(item, "id"), note)
        + ", \"head\": " + list(head.statusCode(), head.body().length(),
            header(head, "Content-Length").equals(String.valueOf(plain.body().length())))
        + ", \"missing\": " + list(missing.statusCode(), header(missing, "Content-Type"))
        + ", \"made\": " + list(made.statusCode(), header(made, "Location"), member(made, "id"))
        + ", \"refused\": " + list(refused.statusCode(), member(refused, "pointer"))
        + ", \"gzip\": " + list(zipped.statusCode(), header(zipped, "Location"))
        + ", \"gzip_refused\": " + list(unfit.statusCode(), member(unfit, "pointer"))
        + ", \"removed\": " + list(removed.statusCode(), removed.body().length())
        + ", \"large\": " + list(large.statusCode(), member(large, "text").equals(text))
        + ", \"many\": " + many()
        + ", \"continued\": " + list(continued.statusCode(), header(continued, "Location")) + "}");
  }
}

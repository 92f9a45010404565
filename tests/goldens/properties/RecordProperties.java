import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes what java.util.Properties reads from texts made at random of its own syntax, one a line:
 * the bytes, then the entries sorted, or "malformed"; all in hexadecimal, texts as UTF-8.
 */
public final class RecordProperties {
    private static final String[] PARTS = {
        "a", "key", "b.c", "=", ":", " ", "\t", "\f", "\\", "\\\\", "\n", "\r", "\r\n", "\\\n",
        "\\\r\n", "\\\r", "#", "!", "\\=", "\\:", "\\ ", "\\#", "\\n", "\\t", "\\r", "\\f", "\\b",
        "\\u0041", "\\u00e4", "\\u20AC", "\\uuu0041", "\\u004", "\\uD83D\\uDE00", "\\u000a", "\\u003d",
        "\u00fc", "\u00a0", "\u0085", "\0", "\"", "'", "${x:y}", "1.0", ",", "\\\\\n", "\n\n", "\n#",
        "\n !", "==", ": =", "\\z"};

    private RecordProperties() {}

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(byte[] bytes) throws Exception {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(bytes));
        } catch (IllegalArgumentException malformed) {
            return "malformed";
        }
        TreeMap<String, String> sorted = new TreeMap<>();
        properties.forEach((key, value) -> sorted.put(hex((String) key), hex((String) value)));
        StringBuilder text = new StringBuilder();
        sorted.forEach((key, value) -> text.append(' ').append(key).append('=').append(value));
        return text.toString().trim();
    }

    public static void main(String[] arguments) throws Exception {
        Random random = new Random(20261122);
        try (PrintStream out = new PrintStream(arguments[0], StandardCharsets.US_ASCII)) {
            for (int line = 0; line < 3000; ++line) {
                StringBuilder text = new StringBuilder();
                for (int count = 1 + random.nextInt(12); count > 0; --count) {
                    text.append(PARTS[random.nextInt(PARTS.length)]);
                }
                byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
                out.println(HexFormat.of().formatHex(bytes) + "\t" + read(bytes));
            }
        }
    }
}

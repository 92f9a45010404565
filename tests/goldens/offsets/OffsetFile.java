import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;

/**
 * Writes and reads offset files with Java Connect's own FileOffsetBackingStore.
 * <pre>
 * OffsetFile record FOLDER   writes the goldens
 * OffsetFile list FILE       prints key TAB value of each entry, sorted; null as "null"
 * OffsetFile put FILE K V... sets entries ("null" for null) and saves
 * </pre>
 */
public final class OffsetFile {
    /** The store with its entries in sight. */
    private static final class Store extends FileOffsetBackingStore {
        Store(Path file) {
            super(json());
            configure(new StandaloneConfig(Map.of(
                "bootstrap.servers", "localhost:1",
                "key.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "offset.storage.file.filename", file.toString())));
            start();
        }

        private static JsonConverter json() {
            JsonConverter converter = new JsonConverter();
            converter.configure(Map.of("schemas.enable", "false"), true);
            return converter;
        }

        Map<ByteBuffer, ByteBuffer> entries() {
            return data;
        }
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "record" -> record(Path.of(args[1]));
            case "list" -> list(Path.of(args[1]));
            case "put" -> put(Path.of(args[1]), List.of(args).subList(2, args.length));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void record(Path folder) throws Exception {
        put(folder.resolve("one_entry.dat"), List.of("[\"local-file-source\",{\"filename\":\"test.txt\"}]", "{\"position\":42}"));
        put(folder.resolve("null_value.dat"), List.of("[\"a\",{\"table\":\"x\"}]", "null"));
        put(folder.resolve("three_entries.dat"), List.of(
            "[\"a\",{\"filename\":\"/tmp/gr\u00f6\u00dfe.txt\"}]", "{\"position\":9000000000}",
            "[\"b\",{\"n\":1,\"file\":\"a\"}]", "{\"id\":-1,\"ts\":\"x\"}",
            "[\"gone\",{\"filename\":\"f\"}]", "null"));
        java.util.ArrayList<String> many = new java.util.ArrayList<>();
        for (int index = 0; index < 13; index++) {
            many.add("[\"c\",{\"filename\":\"file" + index + "\"}]");
            many.add("{\"position\":" + index * 1000 + "}");
        }
        put(folder.resolve("thirteen_entries.dat"), many);
        try (java.io.ObjectOutputStream out = new java.io.ObjectOutputStream(Files.newOutputStream(folder.resolve("empty_map.dat")))) {
            out.writeObject(new HashMap<byte[], byte[]>());
        }
        Map<byte[], byte[]> odd = new HashMap<>();
        odd.put(null, "x".getBytes(StandardCharsets.UTF_8));
        byte[] shared = "\"shared\"".getBytes(StandardCharsets.UTF_8);
        odd.put(shared, shared);
        try (java.io.ObjectOutputStream out = new java.io.ObjectOutputStream(Files.newOutputStream(folder.resolve("foreign_entries.dat")))) {
            out.writeObject(odd);
        }
        try (java.io.ObjectOutputStream out = new java.io.ObjectOutputStream(Files.newOutputStream(folder.resolve("a_string.dat")))) {
            out.writeObject("text");
        }
        try (java.io.ObjectOutputStream out = new java.io.ObjectOutputStream(Files.newOutputStream(folder.resolve("a_list.dat")))) {
            out.writeObject(new java.util.ArrayList<>(List.of("a")));
        }
        try (java.io.ObjectOutputStream out = new java.io.ObjectOutputStream(Files.newOutputStream(folder.resolve("map_of_strings.dat")))) {
            out.writeObject(new HashMap<>(Map.of("k", "v")));
        }
    }

    private static void list(Path file) {
        TreeMap<String, String> sorted = new TreeMap<>();
        new Store(file).entries().forEach((key, value) -> sorted.put(text(key), text(value)));
        sorted.forEach((key, value) -> System.out.println(key + "\t" + value));
    }

    private static void put(Path file, List<String> words) throws Exception {
        Map<ByteBuffer, ByteBuffer> entries = new LinkedHashMap<>();
        for (int index = 0; index < words.size(); index += 2) {
            entries.put(bytes(words.get(index)), bytes(words.get(index + 1)));
        }
        Store store = new Store(file);
        store.set(entries, null).get();
        store.stop();
    }

    private static ByteBuffer bytes(String text) {
        return text.equals("null") ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer bytes) {
        return bytes == null ? "null" : new String(bytes.array(), StandardCharsets.UTF_8);
    }
}

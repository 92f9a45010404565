package kconnect.goldens;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Runs the converters and transformations over the corpus and writes one file of JSON lines for each kind of them. */
public final class Recorder {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York");

    private Recorder() {
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        if (arguments.length > 1) {
            write(folder.resolve("unwraps_older.jsonl"), TransformationRecorder.lines(Unwraps.olderChains(), Unwraps.records()));
            return;
        }
        List<ObjectNode> casts = TransformationRecorder.lines(Casts.wholeChains(), Casts.wholes());
        casts.addAll(TransformationRecorder.lines(Casts.fieldChains(), Casts.fields()));
        write(folder.resolve("casts.jsonl"), casts);
        write(folder.resolve("unwraps.jsonl"), TransformationRecorder.lines(Unwraps.chains(), Unwraps.records()));
        write(folder.resolve("json_read.jsonl"), jsonRead());
        write(folder.resolve("json_write.jsonl"), jsonWrite());
        write(folder.resolve("converters.jsonl"), converters());
        write(folder.resolve("header_read.jsonl"), headerRead());
        write(folder.resolve("header_write.jsonl"), headerWrite());
        write(folder.resolve("transformations.jsonl"), TransformationRecorder.lines(TransformationChains.chains(), TransformationChains.records()));
        write(folder.resolve("transforms.jsonl"), new Transforms().all());
        write(folder.resolve("transform_records.jsonl"), Transforms.records());
        JavaTexts texts = new JavaTexts();
        write(folder.resolve("regexes.jsonl"), texts.regexes());
        write(folder.resolve("date_formats.jsonl"), texts.dateFormats());
    }

    private static List<ObjectNode> jsonRead() {
        List<ObjectNode> lines = new ArrayList<>();
        for (JsonPayloads.Payload payload : new JsonPayloads().all()) {
            Map<String, String> config = new TreeMap<>();
            if (payload.plain()) {
                config.put("schemas.enable", "false");
            }
            if (payload.keepsNulls()) {
                config.put("replace.null.with.default", "false");
            }
            lines.add(read("JsonConverter", new JsonConverter(), config, payload.bytes()));
        }
        return lines;
    }

    private static List<ObjectNode> jsonWrite() {
        List<ObjectNode> lines = new ArrayList<>();
        for (ConnectValues.Case data : new ConnectValues().all()) {
            lines.add(write("JsonConverter", new JsonConverter(), data.jsonConfig(), data.schema(), data.value()));
        }
        return lines;
    }

    private static List<ObjectNode> converters() {
        List<ObjectNode> lines = new ArrayList<>();
        for (SmallConverters.Case small : new SmallConverters().all()) {
            lines.add(small.reads()
                ? read(small.name(), small.converter(), small.config(), small.bytes())
                : write(small.name(), small.converter(), small.config(), small.schema(), small.value()));
        }
        return lines;
    }

    private static List<ObjectNode> headerRead() {
        List<ObjectNode> lines = new ArrayList<>();
        HeaderTexts corpus = new HeaderTexts();
        for (String zone : ZONES) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            for (byte[] text : zone.equals("UTC") ? corpus.all() : corpus.dates()) {
                ObjectNode line = JsonNodeFactory.instance.objectNode();
                line.put("zone", zone);
                Shown.putBytes(line, "bytes", text);
                try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
                    SchemaAndValue data = converter.toConnectHeader("topic", "key", text);
                    line.set("schema", Shown.schema(data == null ? null : data.schema()));
                    line.set("value", Shown.value(data == null ? null : data.value()));
                } catch (IOException | RuntimeException failure) {
                    line.set("error", Shown.failure(failure));
                }
                lines.add(line);
            }
        }
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        return lines;
    }

    private static List<ObjectNode> headerWrite() {
        List<ObjectNode> lines = new ArrayList<>();
        for (String zone : ZONES) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            for (ConnectValues.Case data : new ConnectValues().forHeaders(zone.equals("UTC"))) {
                ObjectNode line = JsonNodeFactory.instance.objectNode();
                line.put("zone", zone);
                line.set("schema", Shown.schema(data.schema()));
                line.set("value", Shown.value(data.value()));
                try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
                    Shown.putBytes(line, "bytes", converter.fromConnectHeader("topic", "key", data.schema(), data.value()));
                } catch (IOException | RuntimeException failure) {
                    line.set("error", Shown.failure(failure));
                }
                lines.add(line);
            }
        }
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        return lines;
    }

    private static ObjectNode line(String name, Map<String, String> config) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("converter", name);
        if (!config.isEmpty()) {
            ObjectNode node = line.putObject("config");
            config.forEach(node::put);
        }
        return line;
    }

    private static ObjectNode read(String name, Converter converter, Map<String, String> config, byte[] bytes) {
        ObjectNode line = line(name, config).put("direction", "read");
        Shown.putBytes(line, "bytes", bytes);
        return withFailure(line, () -> {
            converter.configure(config, false);
            SchemaAndValue data = converter.toConnectData("topic", bytes);
            line.set("schema", Shown.schema(data.schema()));
            line.set("value", Shown.value(data.value()));
            return line;
        });
    }

    private static ObjectNode write(String name, Converter converter, Map<String, String> config, Schema schema, Object value) {
        ObjectNode line = line(name, config).put("direction", "write");
        line.set("schema", Shown.schema(schema));
        line.set("value", Shown.value(value));
        return withFailure(line, () -> {
            converter.configure(config, false);
            Shown.putBytes(line, "bytes", converter.fromConnectData("topic", schema, value));
            return line;
        });
    }

    private static ObjectNode withFailure(ObjectNode line, Supplier<ObjectNode> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            line.set("error", Shown.failure(failure));
            return line;
        }
    }

    private static void write(Path file, List<ObjectNode> lines) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (ObjectNode line : lines) {
                writer.write(MAPPER.writeValueAsString(line));
                writer.write('\n');
            }
        }
    }
}

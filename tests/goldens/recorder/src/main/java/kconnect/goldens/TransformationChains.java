package kconnect.goldens;

import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chains of transformations, and the records that each of them gets. */
final class TransformationChains {
    /** One transformation of a chain; `predicate` may be null. Names are without the package. */
    record Step(String name, Map<String, String> config, String predicate, Map<String, String> predicateConfig, boolean negate) {
        Step when(String name, boolean negates, String... config) {
            return new Step(this.name, this.config, name, map(config), negates);
        }
    }

    private static final String ENVELOPE = "{\"schema\":%s,\"payload\":%s}";

    private TransformationChains() {
    }

    static List<List<Step>> chains() {
        List<List<Step>> chains = new ArrayList<>();
        insertions(chains);
        headers(chains);
        masks(chains);
        for (String delimiter : List.of(".", "_", "", "::")) {
            chains.add(List.of(step("Flatten$Value", "delimiter", delimiter)));
        }
        chains.add(List.of(step("Flatten$Key")));
        several(chains);
        return chains;
    }

    private static void insertions(List<List<Step>> chains) {
        chains.add(List.of(step("InsertField$Value", "topic.field", "t!", "partition.field", "p", "offset.field", "o?",
            "timestamp.field", "at", "static.field", "s", "static.value", "fixed")));
        chains.add(List.of(step("InsertField$Value", "topic.field", "a", "replace.null.with.default", "false")));
        chains.add(List.of(step("InsertField$Key", "timestamp.field", "at!")));
        chains.add(List.of(step("InsertField$Key")));
        chains.add(List.of(step("Filter").when("RecordIsTombstone", false)));
        chains.add(List.of(step("Filter").when("RecordIsTombstone", true)));
        chains.add(List.of(step("Filter").when("HasHeaderKey", true, "name", "first")));
        chains.add(List.of(step("Filter").when("TopicNameMatches", false, "pattern", "rec.*")));
    }

    private static void headers(List<List<Step>> chains) {
        chains.add(List.of(step("DropHeaders", "headers", "first")));
        chains.add(List.of(step("DropHeaders", "headers", "FIRST, second,none")));
        chains.add(List.of(step("DropHeaders", "headers", "")));
        for (String literal : List.of("12", "text", "null", "[1,2]", "{\"a\":1}", "1.50", "true", "2020-01-01", "\"q\"", "")) {
            chains.add(List.of(step("InsertHeader", "header", "first", "value.literal", literal)));
        }
        chains.add(List.of(step("InsertHeader", "header", "first")));
        for (String operation : List.of("move", "copy")) {
            chains.add(List.of(step("HeaderFrom$Value", "fields", "a", "headers", "h", "operation", operation)));
            chains.add(List.of(step("HeaderFrom$Value", "fields", "b,a,b", "headers", "h,i,j", "operation", operation)));
            chains.add(List.of(step("HeaderFrom$Value", "fields", "c", "headers", "h", "operation", operation,
                "replace.null.with.default", "false")));
            chains.add(List.of(step("HeaderFrom$Key", "fields", "id", "headers", "first", "operation", operation)));
        }
        chains.add(List.of(step("HeaderFrom$Value", "fields", "a,b", "headers", "h", "operation", "move")));
        chains.add(List.of(step("HeaderFrom$Value", "fields", "a", "headers", "h", "operation", "MOVE")));
    }

    private static void masks(List<List<Step>> chains) {
        for (String field : List.of("a", "b", "c", "d", "a,b,c,none")) {
            chains.add(List.of(step("MaskField$Value", "fields", field)));
            chains.add(List.of(step("MaskField$Value", "fields", field, "replacement", "300")));
            chains.add(List.of(step("MaskField$Value", "fields", field, "replacement", "-1.75e1")));
            chains.add(List.of(step("MaskField$Value", "fields", field, "replacement", "words")));
        }
        chains.add(List.of(step("MaskField$Value", "fields", "c", "replace.null.with.default", "false")));
        chains.add(List.of(step("MaskField$Key", "fields", "id", "replacement", "9223372036854775808")));
        chains.add(List.of(step("MaskField$Value", "fields", "a", "replacement", "")));
    }

    private static void several(List<List<Step>> chains) {
        chains.add(List.of(
            step("Flatten$Value", "delimiter", "_"),
            step("MaskField$Value", "fields", "b_x,a"),
            step("HeaderFrom$Value", "fields", "a", "headers", "moved", "operation", "move"),
            step("DropHeaders", "headers", "first"),
            step("InsertField$Value", "topic.field", "topic")).stream().map(step -> step.when("RecordIsTombstone", true)).toList());
        chains.add(List.of(
            step("InsertHeader", "header", "mark", "value.literal", "1").when("RecordIsTombstone", true),
            step("Filter").when("HasHeaderKey", true, "name", "mark"),
            step("DropHeaders", "headers", "mark")));
        chains.add(List.of(
            step("DropHeaders", "headers", "second"),
            step("Filter").when("HasHeaderKey", false, "name", "second"),
            step("Flatten$Key", "delimiter", "-"),
            step("MaskField$Key", "fields", "id").when("TopicNameMatches", false, "pattern", "records"),
            step("InsertField$Key", "partition.field", "p")));
    }

    static List<SinkRecord> records() {
        List<SinkRecord> records = new ArrayList<>();
        for (String value : List.of(
            "null", "\"text\"", "7", "[1,\"x\"]", "{}", "{\"a\":1,\"b\":\"x\",\"c\":null,\"d\":true}",
            "{\"a\":1.5,\"b\":{\"x\":1,\"y\":{\"z\":[{\"q\":1}],\"n\":null},\"e\":{}},\"b.x\":2,\"c\":[1,2]}",
            "{\"\":{\"\":1,\"a\":2},\"a\":{\"a\":{\"a\":false}}}")) {
            records.add(record(data(value, true), records.size()));
        }
        for (String value : List.of(
            envelope("{\"type\":\"string\",\"optional\":true}", "null"),
            envelope("{\"type\":\"int32\"}", "5"),
            struct("null", field("a", "int32")),
            struct("{\"a\":1,\"b\":\"x\",\"c\":null}", field("a", "int32"), field("b", "string"),
                optional("c", "string", "\"dflt\"")),
            struct("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}", field("a", "int8"), field("b", "int16"), field("c", "int64"), field("d", "float")),
            struct("{\"a\":1.5,\"b\":true,\"c\":\"AQI=\",\"d\":[\"x\"]}", field("a", "double"), field("b", "boolean"),
                field("c", "bytes"), "{\"field\":\"d\",\"type\":\"array\",\"items\":{\"type\":\"string\"},\"doc\":\"list\"}"),
            struct("{\"a\":1,\"b\":2,\"c\":3,\"d\":\"AQI=\"}", logical("a", "int32", "Date"), logical("b", "int32", "Time"),
                logical("c", "int64", "Timestamp"), logical("d", "bytes", "Decimal").replace("1}", "1,\"parameters\":{\"scale\":\"2\"}}")),
            struct("{\"a\":{\"k\":1},\"b\":null}",
                "{\"field\":\"a\",\"type\":\"map\",\"keys\":{\"type\":\"string\"},\"values\":{\"type\":\"int32\"}}", optional("b", "int8", null)),
            struct("{\"a\":\"v\",\"b\":{\"x\":1,\"y\":{\"z\":[1]}}}", field("a", "string"), nested("false")),
            struct("{\"a\":\"v\",\"b\":null}", field("a", "string"), nested("true")),
            struct("{\"a\":null,\"b\":{\"x\":null,\"y\":{\"z\":null}}}", optional("a", "string", null), nested("true")),
            struct("{\"a_b\":1,\"a\":{\"b\":2}}", field("a_b", "int8"),
                "{\"field\":\"a\",\"type\":\"struct\",\"fields\":[" + field("b", "int8") + "]}"))) {
            records.add(record(data(value, false), records.size()));
        }
        return records;
    }

    private static String nested(String optional) {
        return "{\"field\":\"b\",\"type\":\"struct\",\"name\":\"B\",\"optional\":" + optional + ",\"fields\":["
            + optional("x", "int32", "5") + ",{\"field\":\"y\",\"type\":\"struct\",\"fields\":[{\"field\":\"z\",\"type\":\"array\","
            + "\"optional\":true,\"items\":{\"type\":\"int32\"}}]}]}";
    }

    private static String field(String name, String type) {
        return "{\"field\":\"" + name + "\",\"type\":\"" + type + "\"}";
    }

    private static String optional(String name, String type, String value) {
        String end = value == null ? "}" : ",\"default\":" + value + "}";
        return "{\"field\":\"" + name + "\",\"type\":\"" + type + "\",\"optional\":true" + end;
    }

    private static String logical(String name, String type, String logical) {
        return "{\"field\":\"" + name + "\",\"type\":\"" + type + "\",\"name\":\"org.apache.kafka.connect.data." + logical
            + "\",\"version\":1}";
    }

    private static String struct(String payload, String... fields) {
        return envelope("{\"type\":\"struct\",\"name\":\"S\",\"version\":2,\"doc\":\"d\",\"parameters\":{\"p\":\"q\"},\"optional\":true,"
            + "\"fields\":[" + String.join(",", fields) + "]}", payload);
    }

    private static String envelope(String schema, String payload) {
        return String.format(ENVELOPE, schema, payload);
    }

    private static SchemaAndValue data(String json, boolean plain) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", String.valueOf(!plain), "replace.null.with.default", "false"), false);
            return converter.toConnectData("records", json.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Keys, headers and timestamps change from record to record. */
    private static SinkRecord record(SchemaAndValue value, int number) {
        SchemaAndValue key = switch (number % 3) {
            case 0 -> data(struct("{\"id\":" + number + "}", field("id", "int64")), false);
            case 1 -> data("{\"id\":" + number + ",\"sub\":{\"x\":1}}", true);
            default -> SchemaAndValue.NULL;
        };
        ConnectHeaders headers = new ConnectHeaders();
        if (number % 2 == 0) {
            headers.addString("first", "one").addInt("second", number).addBoolean("first", true);
        }
        Long timestamp = number % 4 == 3 ? null : Long.valueOf(1000L * number);
        return new SinkRecord("records", number % 5, key.schema(), key.value(), value.schema(), value.value(), number, timestamp,
            TimestampType.CREATE_TIME, headers);
    }

    private static Step step(String name, String... config) {
        return new Step(name, map(config), null, Map.of(), false);
    }

    private static Map<String, String> map(String... config) {
        Map<String, String> map = new TreeMap<>();
        for (int index = 0; index < config.length; index += 2) {
            map.put(config[index], config[index + 1]);
        }
        return map;
    }
}

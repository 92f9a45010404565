package kconnect.goldens;

import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records to transform: with and without schema, nested, null, with headers, of sinks and sources. */
final class TransformRecords {
    private static final long DAY = 86400000L;

    /** One side of a record. */
    private record Data(Schema schema, Object value) {
    }

    private final List<ConnectRecord<?>> records = new ArrayList<>();

    List<ConnectRecord<?>> all() {
        List<Data> data = data();
        Data key = new Data(Schema.STRING_SCHEMA, "k");
        for (Data value : data) {
            add(key, value, "t-one", 1483425001864L, false);
        }
        for (Data other : data.subList(0, 6)) {
            add(other, data.get(0), "t", null, false);
            add(other, data.get(1), "t-two-three", 0L, true);
        }
        add(new Data(null, null), data.get(1), "${timestamp}", -62135596800001L, false);
        add(new Data(null, null), data.get(1), "T\u00c4\u20ac", 253402300799999L, true);
        return records;
    }

    private void add(Data key, Data value, String topic, Long timestamp, boolean isSource) {
        Headers headers = new ConnectHeaders();
        if (records.size() % 2 == 0) {
            headers.add("h", 7, Schema.INT32_SCHEMA).add("other", "x", null).add("h", null, null);
        }
        if (isSource) {
            records.add(new SourceRecord(Map.of("p", "a"), Map.of("o", 1L), topic, records.size() % 3 == 0 ? null : 4, key.schema(), key.value(),
                value.schema(), value.value(), timestamp, headers));
        } else {
            records.add(new SinkRecord(topic, 3, key.schema(), key.value(), value.schema(), value.value(), 99, timestamp,
                timestamp == null ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME, headers));
        }
    }

    private static List<Data> data() {
        List<Data> data = new ArrayList<>();
        Schema flat = flat();
        data.add(new Data(flat, new Struct(flat).put("id", 42).put("text", "words").put("nested", nested("in"))));
        data.add(new Data(null, map("id", 42L, "text", "words", "nested", map("text", "in", "with_default", null))));
        data.add(new Data(null, null));
        data.add(new Data(flat, new Struct(flat).put("id", -1).put("text", null)));
        data.add(new Data(SchemaBuilder.struct().optional().field("id", Schema.INT32_SCHEMA).field("nested", nestedSchema()).build(), null));
        data.add(new Data(null, "plain text"));
        data.add(new Data(Schema.INT64_SCHEMA, 5L));
        data.add(new Data(Schema.OPTIONAL_STRING_SCHEMA, null));
        data.add(new Data(null, 12L));
        data.add(new Data(null, new ArrayList<>(Arrays.asList(1L, "a"))));
        data.add(new Data(null, true));
        data.add(new Data(null, new byte[] {1, 2}));
        data.add(new Data(null, new HashMap<>()));
        data.add(new Data(null, map("text", null, "a.b", map("c", 1.5), "a", "x")));
        data.add(new Data(null, map("nested", "no map", "id", null)));
        Schema dots = SchemaBuilder.struct().field("a.b", SchemaBuilder.struct().field("c", Schema.FLOAT64_SCHEMA).build()).field("a", Schema.INT8_SCHEMA).build();
        data.add(new Data(dots, new Struct(dots).put("a.b", new Struct(dots.field("a.b").schema()).put("c", 0.5)).put("a", (byte) 3)));
        data.add(logical());
        Schema list = SchemaBuilder.array(Schema.INT32_SCHEMA).optional().name("L").build();
        data.add(new Data(list, new ArrayList<>(Arrays.asList(1, 2))));
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA).doc("d").defaultValue(map("d", 1)).build();
        data.add(new Data(map, map("id", 1, "text", null)));
        Schema withDefault = SchemaBuilder.int32().defaultValue(7).version(2).build();
        data.add(new Data(withDefault, 8));
        Schema empty = SchemaBuilder.struct().name("Empty").build();
        data.add(new Data(empty, new Struct(empty)));
        return data;
    }

    private static Data logical() {
        Schema schema = SchemaBuilder.struct().name("Logical").parameter("p", "1").field("id", Decimal.builder(2).optional().build())
            .field("text", Date.builder().optional().defaultValue(new java.util.Date(3 * DAY)).build()).field("time", Time.SCHEMA)
            .field("at", Timestamp.SCHEMA).field("bytes", Schema.OPTIONAL_BYTES_SCHEMA).build();
        return new Data(schema, new Struct(schema).put("id", new BigDecimal("-1.50")).put("text", null).put("time", new java.util.Date(5000))
            .put("at", new java.util.Date(1483425001864L)).put("bytes", new byte[] {0, -1}));
    }

    private static Schema nestedSchema() {
        return SchemaBuilder.struct().optional().name("Nested").field("text", Schema.OPTIONAL_STRING_SCHEMA)
            .field("with_default", SchemaBuilder.string().optional().defaultValue("d").build()).build();
    }

    private static Struct nested(String text) {
        return new Struct(nestedSchema()).put("text", text).put("with_default", null);
    }

    private static Schema flat() {
        return SchemaBuilder.struct().name("Flat").version(3).doc("flat").parameter("a", "b").field("id", Schema.INT32_SCHEMA)
            .field("text", SchemaBuilder.string().optional().defaultValue("none").build()).field("nested", nestedSchema()).build();
    }

    private static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new HashMap<>();
        for (int index = 0; index < entries.length; index += 2) {
            map.put((String) entries[index], entries[index + 1]);
        }
        return map;
    }
}

package kconnect.goldens;

import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Specifications of Cast, and values of all types for them. */
final class Casts {
    private static final List<String> TARGETS = List.of("int8", "int16", "int32", "int64", "float32", "float64", "boolean", "string");

    private Casts() {
    }

    /** Each of them gets records() whose value is one of values(). */
    static List<List<TransformationChains.Step>> wholeChains() {
        List<List<TransformationChains.Step>> chains = new ArrayList<>();
        for (String target : TARGETS) {
            chains.add(step("spec", target));
        }
        for (String bad : List.of("bytes", "struct", "nothing", "int8,int16", "int8,a:int8", "", "a:b:c", "a:", "a:bytes", "a:nothing", "a:array")) {
            chains.add(step("spec", bad));
        }
        chains.add(step());
        return chains;
    }

    /** Each of them gets structs and maps whose field "a" is one of values(). */
    static List<List<TransformationChains.Step>> fieldChains() {
        List<List<TransformationChains.Step>> chains = new ArrayList<>();
        for (String target : TARGETS) {
            chains.add(step("spec", "a:" + target));
        }
        chains.add(step("spec", " a : INT64 , b:string, none:int8, b:float32"));
        chains.add(step("spec", "a:string", "replace.null.with.default", "false"));
        return chains;
    }

    static List<SinkRecord> wholes() {
        List<SinkRecord> records = new ArrayList<>();
        for (SchemaAndValue data : values()) {
            records.add(record(data.schema(), data.value()));
            if (data.value() instanceof String || data.value() instanceof Number || data.value() instanceof Boolean) {
                records.add(record(null, data.value() instanceof BigDecimal ? null : data.value()));
            }
        }
        records.add(record(null, new HashMap<>(Map.of("a", 1))));
        records.add(record(null, new ArrayList<>(List.of(1, 2))));
        Schema struct = SchemaBuilder.struct().field("a", Schema.INT8_SCHEMA).build();
        records.add(record(struct, new Struct(struct).put("a", (byte) 1)));
        return records;
    }

    static List<SinkRecord> fields() {
        List<SinkRecord> records = new ArrayList<>();
        for (SchemaAndValue data : values()) {
            Schema schema = SchemaBuilder.struct().name("S").version(3).doc("d").parameter("p", "q").optional()
                .field("a", data.schema()).field("b", Schema.OPTIONAL_INT16_SCHEMA).build();
            if (data.value() != null || data.schema().isOptional()) {
                records.add(record(schema, new Struct(schema).put("a", data.value()).put("b", (short) 12)));
            }
        }
        Map<String, Object> map = new HashMap<>();
        map.put("a", "77");
        map.put("b", null);
        records.add(record(null, map));
        records.add(record(null, new HashMap<>(Map.of("c", 1L))));
        records.add(record(null, null));
        records.add(record(null, "text"));
        records.add(record(Schema.STRING_SCHEMA, "text"));
        records.add(record(null, new HashMap<>(Map.of("a", new ArrayList<>(List.of(1L))))));
        return records;
    }

    private static List<SchemaAndValue> values() {
        List<SchemaAndValue> values = new ArrayList<>();
        for (byte value : new byte[] {0, 1, -128, 127}) {
            values.add(new SchemaAndValue(Schema.INT8_SCHEMA, value));
        }
        values.add(new SchemaAndValue(Schema.INT16_SCHEMA, (short) -300));
        for (int value : new int[] {0, 128, 70000, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            values.add(new SchemaAndValue(Schema.INT32_SCHEMA, value));
        }
        for (long value : new long[] {0, 4294967296L, 9007199254740993L, Long.MIN_VALUE, Long.MAX_VALUE}) {
            values.add(new SchemaAndValue(Schema.INT64_SCHEMA, value));
        }
        for (float value : new float[] {0f, -0f, 1.5f, -129.9f, 4e9f, 1e-10f, Float.NaN, Float.POSITIVE_INFINITY}) {
            values.add(new SchemaAndValue(Schema.FLOAT32_SCHEMA, value));
        }
        for (double value : new double[] {0.5, -0.5, 255.99, -3e9, 1e19, -1e300, 1e40, 1.0, 12345678.5, Double.NaN, Double.NEGATIVE_INFINITY}) {
            values.add(new SchemaAndValue(Schema.FLOAT64_SCHEMA, value));
        }
        values.add(new SchemaAndValue(Schema.BOOLEAN_SCHEMA, true));
        values.add(new SchemaAndValue(Schema.BOOLEAN_SCHEMA, false));
        for (String value : List.of("", "0", "42", "-128", "+7", "300", "9223372036854775807", "9223372036854775808", " 5", "5 ", "1.5", "-1.5e3", ".5",
            "5.", ".", "1e400", "-1e-400", "NaN", "+Infinity", "-Infinity", "infinity", "1f", "1.5D", "0x10", "0x1.8p1", "-0x1p-2f", "1_000", "1,5",
            "true", "TRUE", "yes", "abc", "-", "--1", "\u0664\u0662", "1e", "1e+", "1e+5", "\t8\n", "0x", "0x.p1", "0xp1")) {
            values.add(new SchemaAndValue(Schema.STRING_SCHEMA, value));
        }
        values.add(new SchemaAndValue(Schema.BYTES_SCHEMA, new byte[] {1, 2, -1}));
        values.add(new SchemaAndValue(Schema.BYTES_SCHEMA, new byte[0]));
        for (String value : List.of("0.00", "1.50", "-129.99", "12345678901234567890.12")) {
            values.add(new SchemaAndValue(Decimal.schema(2), new BigDecimal(value)));
        }
        values.add(new SchemaAndValue(Date.SCHEMA, new java.util.Date(86400000L * 19000)));
        values.add(new SchemaAndValue(Time.SCHEMA, new java.util.Date(45296789L)));
        values.add(new SchemaAndValue(Timestamp.SCHEMA, new java.util.Date(1700000000123L)));
        values.add(new SchemaAndValue(Timestamp.SCHEMA, new java.util.Date(86400000L)));
        values.add(new SchemaAndValue(Schema.OPTIONAL_STRING_SCHEMA, null));
        values.add(new SchemaAndValue(SchemaBuilder.string().optional().defaultValue("7").doc("x").name("named").build(), null));
        values.add(new SchemaAndValue(SchemaBuilder.int32().defaultValue(300).build(), 5));
        values.add(new SchemaAndValue(SchemaBuilder.string().optional().defaultValue("words").build(), "6"));
        values.add(new SchemaAndValue(SchemaBuilder.array(Schema.INT8_SCHEMA).build(), new ArrayList<>(List.of((byte) 1))));
        values.add(new SchemaAndValue(SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT8_SCHEMA).build(), new HashMap<>(Map.of("k", (byte) 1))));
        return values;
    }

    private static SinkRecord record(Schema schema, Object value) {
        return new SinkRecord("t", 0, null, null, schema, value, 0, null, TimestampType.NO_TIMESTAMP_TYPE);
    }

    private static List<TransformationChains.Step> step(String... config) {
        Map<String, String> map = new TreeMap<>();
        for (int index = 0; index < config.length; index += 2) {
            map.put(config[index], config[index + 1]);
        }
        return List.of(new TransformationChains.Step("Cast$Value", map, null, Map.of(), false));
    }
}

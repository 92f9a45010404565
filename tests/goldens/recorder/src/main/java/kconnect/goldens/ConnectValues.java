package kconnect.goldens;

import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.data.Values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Data for the writing direction. */
final class ConnectValues {
    private static final int GENERATED = 350;
    private static final String[] TEXTS = {"", "a", "null", "\u00e9\u20ac", "\uD83D\uDE00", "q\"b\\s/", "\n\t\r\b\f\u0001\u007f", "\u2028<>&'", "12", "a\u0000b"};
    private static final long DAY = 86400000L;

    private final Random random = new Random(7);
    private final List<Case> cases = new ArrayList<>();

    /** One value, its schema, and how JsonConverter is configured for it. */
    record Case(Map<String, String> jsonConfig, Schema schema, Object value) {
    }

    List<Case> all() {
        scalars();
        refused();
        for (int count = 0; count < GENERATED; ++count) {
            Schema schema = schema(random.nextInt(4));
            add(schema, value(schema));
        }
        return cases;
    }

    /** Only dates when not `all`. */
    List<Case> forHeaders(boolean all) {
        if (all) {
            scalars();
        }
        dates();
        for (int count = 0; all && count < GENERATED; ++count) {
            Schema schema = schema(random.nextInt(4));
            cases.add(new Case(Map.of(), schema, value(schema)));
        }
        return cases;
    }

    private void add(Schema schema, Object value) {
        Map<String, String> config = new LinkedHashMap<>();
        if (random.nextInt(2) == 0) {
            config.put("schemas.enable", "false");
        }
        if (random.nextInt(3) == 0) {
            config.put("decimal.format", "numeric");
        }
        if (random.nextInt(6) == 0) {
            config.put("replace.null.with.default", "false");
        }
        cases.add(new Case(config, schema, value));
    }

    private void both(Schema schema, Object value) {
        cases.add(new Case(Map.of(), schema, value));
        cases.add(new Case(Map.of("schemas.enable", "false", "decimal.format", "NUMERIC"), schema, value));
    }

    private void scalars() {
        both(null, null);
        both(Schema.OPTIONAL_STRING_SCHEMA, null);
        for (String text : TEXTS) {
            both(Schema.STRING_SCHEMA, text);
            both(null, text);
        }
        for (long number : new long[] {0, 1, -1, 127, -128, 32767, -32768, 2147483647, -2147483648L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            both(Schema.INT64_SCHEMA, number);
            both(null, (int) number);
            both(Schema.OPTIONAL_INT16_SCHEMA, (short) number);
            both(null, (byte) number);
        }
        for (double number : new double[] {0.0, -0.0, 1.0, 1.1, 100.0, 0.001, 0.00012, 1e7, 12345678.5, 1e21, 1.5e300, Double.NaN,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE}) {
            both(Schema.FLOAT64_SCHEMA, number);
            both(null, (float) number);
        }
        for (byte[] bytes : new byte[][] {{}, {0}, {-1, 0, 1}, {1, 2, 3, 4}, "abcde".getBytes()}) {
            both(Schema.BYTES_SCHEMA, bytes);
            both(null, bytes);
        }
        for (String decimal : new String[] {"0.00", "1.56", "-1.56", "12345678901234567890.12", "-0.01", "1.28"}) {
            both(Decimal.schema(2), new BigDecimal(decimal));
            both(Decimal.builder(2).optional().parameter("connect.decimal.precision", "38").build(), new BigDecimal(decimal));
        }
        both(Decimal.schema(-3), new BigDecimal("123E+3"));
        both(Decimal.schema(10), new BigDecimal("1E-10"));
        both(Schema.BOOLEAN_SCHEMA, true);
        both(null, false);
    }

    private void dates() {
        for (long day : new long[] {0, 1, -1, 18131, 18262, -719162, 2932896}) {
            both(Date.SCHEMA, new java.util.Date(day * DAY));
        }
        for (long time : new long[] {0, 1, 52494346, DAY - 1, DAY}) {
            both(Time.SCHEMA, new java.util.Date(time));
        }
        for (long instant : new long[] {0, -1, 1, 1566570894346L, 1566518400000L, 1553999400000L, 1572136200000L, 253402300799999L, -62135596800000L}) {
            both(Timestamp.SCHEMA, new java.util.Date(instant));
        }
    }

    /** What JsonConverter refuses, and nulls. */
    private void refused() {
        dates();
        both(Schema.INT32_SCHEMA, "text");
        both(Schema.INT32_SCHEMA, 5L);
        both(Schema.STRING_SCHEMA, 5);
        both(Schema.BYTES_SCHEMA, "text");
        both(Schema.BOOLEAN_SCHEMA, 1);
        both(Schema.FLOAT64_SCHEMA, 1.5f);
        both(Schema.INT32_SCHEMA, null);
        both(SchemaBuilder.array(Schema.INT32_SCHEMA).build(), 5);
        both(SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(), "x");
        both(SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build(), "x");
        both(SchemaBuilder.array(Schema.INT32_SCHEMA).build(), java.util.Arrays.asList(1, null));
        both(SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build(), java.util.Arrays.asList(1, null));
        both(null, new BigDecimal("1.5"));
        both(null, List.of(new BigDecimal("1.5")));
        both(Decimal.schema(2), new BigDecimal("1.5"));
        both(Decimal.schema(2), "1.5");
        both(SchemaBuilder.bytes().name(Decimal.LOGICAL_NAME).build(), new BigDecimal("1.5"));
        both(SchemaBuilder.bytes().name(Decimal.LOGICAL_NAME).parameter("scale", "x").build(), new BigDecimal("1.5"));
        both(Date.SCHEMA, "x");
        both(Time.SCHEMA, new byte[] {1});
        both(Timestamp.SCHEMA, true);
        both(Time.SCHEMA, new java.util.Date(-1));
        both(Time.SCHEMA, new java.util.Date(DAY + 1));
        both(SchemaBuilder.string().optional().defaultValue("d").build(), null);
        both(SchemaBuilder.string().defaultValue("d").build(), null);
        Map<Object, Object> mixed = new LinkedHashMap<>();
        mixed.put("a", 1);
        mixed.put(2L, "b");
        both(null, mixed);
        Map<Object, Object> nulls = new LinkedHashMap<>();
        nulls.put(null, 1);
        nulls.put("k", null);
        both(null, nulls);
        both(SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA).build(), nulls);
        for (String open : new String[] {"[]", "[1,\"a\"]", "{}", "{\"k\":1,\"l\":\"x\"}", "[[],1]"}) {
            SchemaAndValue parsed = Values.parseString(open);
            both(parsed.schema(), parsed.value());
        }
    }

    private Schema schema(int depth) {
        if (random.nextInt(10) == 0) {
            return null;
        }
        SchemaBuilder builder;
        switch (random.nextInt(depth > 0 ? 16 : 12)) {
            case 0 -> builder = SchemaBuilder.int8();
            case 1 -> builder = SchemaBuilder.int16();
            case 2 -> builder = SchemaBuilder.int32();
            case 3 -> builder = SchemaBuilder.int64();
            case 4 -> builder = SchemaBuilder.float32();
            case 5 -> builder = SchemaBuilder.float64();
            case 6 -> builder = SchemaBuilder.bool();
            case 7 -> builder = SchemaBuilder.string();
            case 8 -> builder = SchemaBuilder.bytes();
            case 9 -> builder = Decimal.builder(random.nextInt(5));
            case 10 -> builder = random.nextBoolean() ? Date.builder() : Time.builder();
            case 11 -> builder = Timestamp.builder();
            case 12 -> builder = SchemaBuilder.array(known(depth - 1));
            case 13 -> builder = SchemaBuilder.map(random.nextInt(3) > 0 ? Schema.STRING_SCHEMA : Schema.INT32_SCHEMA, known(depth - 1));
            default -> {
                builder = SchemaBuilder.struct();
                int count = random.nextInt(5);
                for (int index = 0; index < count; ++index) {
                    builder.field("f" + index + (random.nextInt(5) == 0 ? "\u00e9\"" : ""), known(depth - 1));
                }
            }
        }
        return decorated(builder).build();
    }

    private Schema known(int depth) {
        Schema schema = schema(depth);
        return schema == null ? Schema.OPTIONAL_STRING_SCHEMA : schema;
    }

    private SchemaBuilder decorated(SchemaBuilder builder) {
        if (random.nextInt(2) == 0) {
            builder.optional();
        }
        if (random.nextInt(5) == 0) {
            builder.doc("doc \"of\" it");
        }
        if (random.nextInt(6) == 0) {
            builder.parameter("z", "1").parameter("a", "\u00e9");
        }
        if (builder.name() == null && random.nextInt(6) == 0) {
            builder.name("com.example.Name").version(random.nextInt(5));
        }
        if (builder.type().isPrimitive() && random.nextInt(5) == 0) {
            builder.defaultValue(plainValue(builder));
        }
        return builder;
    }

    private Object value(Schema schema) {
        if (schema == null) {
            return schemaless(2);
        }
        boolean mayBeNull = schema.isOptional();
        return mayBeNull && random.nextInt(4) == 0 ? null : plainValue(schema);
    }

    private Object plainValue(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            BigInteger unscaled = new BigInteger(random.nextInt(90), random);
            return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), Integer.parseInt(schema.parameters().get("scale")));
        } else if (Date.LOGICAL_NAME.equals(schema.name())) {
            return new java.util.Date((random.nextInt(40000) - 10000) * DAY);
        } else if (Time.LOGICAL_NAME.equals(schema.name())) {
            return new java.util.Date(random.nextInt((int) DAY));
        } else if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return new java.util.Date(random.nextLong() >> 20);
        }
        switch (schema.type()) {
            case INT8:
                return (byte) random.nextInt();
            case INT16:
                return (short) random.nextInt();
            case INT32:
                return random.nextInt();
            case INT64:
                return random.nextLong() >> random.nextInt(64);
            case FLOAT32:
                return single();
            case FLOAT64:
                return real();
            case BOOLEAN:
                return random.nextBoolean();
            case STRING:
                return TEXTS[random.nextInt(TEXTS.length)];
            case BYTES:
                byte[] bytes = new byte[random.nextInt(8)];
                random.nextBytes(bytes);
                return bytes;
            case ARRAY:
                List<Object> list = new ArrayList<>();
                for (int count = random.nextInt(4); count > 0; --count) {
                    list.add(value(schema.valueSchema()));
                }
                return list;
            case MAP:
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int count = random.nextInt(4); count > 0; --count) {
                    map.put(value(schema.keySchema()), value(schema.valueSchema()));
                }
                return map;
            default:
                Struct struct = new Struct(schema);
                schema.fields().forEach(field -> struct.put(field, value(field.schema())));
                return struct;
        }
    }

    private Object schemaless(int depth) {
        switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0:
                return null;
            case 1:
                return random.nextLong() >> random.nextInt(64);
            case 2:
                return real();
            case 3:
                return TEXTS[random.nextInt(TEXTS.length)];
            case 4:
                return random.nextBoolean();
            case 5:
                return random.nextInt();
            case 6:
                return new byte[] {(byte) random.nextInt()};
            case 7:
                List<Object> list = new ArrayList<>();
                for (int count = random.nextInt(4); count > 0; --count) {
                    list.add(schemaless(depth - 1));
                }
                return list;
            default:
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int count = random.nextInt(4); count > 0; --count) {
                    map.put(random.nextInt(4) == 0 ? random.nextInt(9) : "k" + count, schemaless(depth - 1));
                }
                return map;
        }
    }

    /** Java before 19 prints some numbers with more digits than needed: those are left out. */
    private double real() {
        while (true) {
            double number = random.nextBoolean() ? Double.longBitsToDouble(random.nextLong()) : random.nextInt(100000) / 1000.0;
            if (!Double.isFinite(number) || Double.parseDouble(shortest(new BigDecimal(number), number)) != number
                || new BigDecimal(Double.toString(number)).stripTrailingZeros().precision()
                    > new BigDecimal(shortest(new BigDecimal(number), number)).stripTrailingZeros().precision()) {
                continue;
            }
            return number;
        }
    }

    private static String shortest(BigDecimal exact, double number) {
        for (int digits = 1; digits < 17; ++digits) {
            String text = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).toString();
            if (Double.parseDouble(text) == number) {
                return text;
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).toString();
    }

    private float single() {
        while (true) {
            float number = random.nextBoolean() ? Float.intBitsToFloat(random.nextInt()) : random.nextInt(10000) / 100.0f;
            if (!Float.isFinite(number)) {
                continue;
            }
            BigDecimal printed = new BigDecimal(Float.toString(number)).stripTrailingZeros();
            for (int digits = 1; digits <= 9; ++digits) {
                BigDecimal rounded = new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
                if (rounded.floatValue() == number) {
                    if (rounded.stripTrailingZeros().precision() >= printed.precision()) {
                        return number;
                    }
                    break;
                }
            }
        }
    }
}

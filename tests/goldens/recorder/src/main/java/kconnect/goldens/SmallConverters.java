package kconnect.goldens;

import org.apache.kafka.connect.converters.BooleanConverter;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.converters.DoubleConverter;
import org.apache.kafka.connect.converters.FloatConverter;
import org.apache.kafka.connect.converters.IntegerConverter;
import org.apache.kafka.connect.converters.LongConverter;
import org.apache.kafka.connect.converters.ShortConverter;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.StringConverter;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Bytes and data for the converters of one value, and for StringConverter. */
final class SmallConverters {
    private static final List<String> ENCODINGS = List.of("UTF-8", "ISO-8859-1", "US-ASCII", "UTF-16", "UTF-16BE", "UTF-16LE",
        "windows-1252", "ISO-8859-2", "ISO-8859-15", "IBM850", "UTF-32", "Shift_JIS", "EUC-JP", "GBK", "Big5", "KOI8-R", "utf8", "latin1",
        "no-such-charset");
    private static final String[] TEXTS = {"", "abc", "\u00e9\u20ac", "\u0141\u00f3d\u017a", "\uD83D\uDE00", "\u65e5\u672c\u8a9e", "\u0414\u0430", "a\u0000\n"};

    private final Random random = new Random(11);
    private final List<Case> cases = new ArrayList<>();

    /** One call of a converter. */
    record Case(String name, Converter converter, Map<String, String> config, boolean reads, byte[] bytes, Schema schema, Object value) {
    }

    List<Case> all() {
        numbers();
        strings();
        return cases;
    }

    private void numbers() {
        Map<String, Supplier<Converter>> converters = new LinkedHashMap<>();
        converters.put("BooleanConverter", BooleanConverter::new);
        converters.put("ShortConverter", ShortConverter::new);
        converters.put("IntegerConverter", IntegerConverter::new);
        converters.put("LongConverter", LongConverter::new);
        converters.put("FloatConverter", FloatConverter::new);
        converters.put("DoubleConverter", DoubleConverter::new);
        converters.put("ByteArrayConverter", ByteArrayConverter::new);
        Object[] values = {null, true, false, (byte) 1, (short) -2, 3, 1L << 40, 1.5f, -2.5, "text", new byte[] {1, 2}, new ArrayList<>(), new HashMap<>(),
            new BigDecimal("1.5"), Float.NaN, Double.NEGATIVE_INFINITY};
        Schema[] schemas = {null, Schema.BOOLEAN_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA, Schema.FLOAT64_SCHEMA, Schema.BYTES_SCHEMA, Schema.STRING_SCHEMA};
        converters.forEach((name, make) -> {
            read(name, make.get(), Map.of(), null);
            for (int size = 0; size <= 9; ++size) {
                for (int count = 0; count < 3; ++count) {
                    byte[] bytes = new byte[size];
                    random.nextBytes(bytes);
                    if (count == 0) {
                        Arrays.fill(bytes, (byte) (size % 3));
                    }
                    read(name, make.get(), Map.of(), bytes);
                }
            }
            for (Object value : values) {
                for (Schema schema : schemas) {
                    write(name, make.get(), Map.of(), schema, value);
                }
            }
        });
    }

    private void strings() {
        for (String encoding : ENCODINGS) {
            Map<String, String> config = Map.of("converter.encoding", encoding);
            read("StringConverter", new StringConverter(), config, null);
            for (String text : TEXTS) {
                write("StringConverter", new StringConverter(), config, Schema.STRING_SCHEMA, text);
                read("StringConverter", new StringConverter(), config, text.getBytes(StandardCharsets.UTF_8));
            }
            for (int count = 0; count < 8; ++count) {
                byte[] bytes = new byte[2 + 2 * random.nextInt(4)];
                random.nextBytes(bytes);
                read("StringConverter", new StringConverter(), config, bytes);
            }
        }
        for (int count = 0; count < 60; ++count) {
            byte[] bytes = new byte[random.nextInt(7)];
            for (int index = 0; index < bytes.length; ++index) {
                int[] nasty = {0x41, 0x80, 0xBF, 0xC0, 0xC3, 0xE0, 0xE2, 0xED, 0xA0, 0xF0, 0x9F, 0x98, 0xF4, 0x90, 0xFF};
                bytes[index] = (byte) nasty[random.nextInt(nasty.length)];
            }
            read("StringConverter", new StringConverter(), Map.of(), bytes);
        }
        shown();
    }

    private void shown() {
        Schema schema = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).field("b", Schema.OPTIONAL_STRING_SCHEMA)
            .field("c", SchemaBuilder.array(Schema.FLOAT64_SCHEMA).optional().build()).build();
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("k", 1L);
        map.put(2, null);
        map.put(null, true);
        Object[] values = {true, (byte) 5, (short) -5, 5, 5L, 1.5f, 1e10, 0.1f, 1e-5, Float.NaN, Double.POSITIVE_INFINITY, "x",
            List.of(), Arrays.asList(1, null, "a"), map, List.of(List.of(1.5), map)};
        for (Object value : values) {
            write("StringConverter", new StringConverter(), Map.of(), null, value);
            write("StringConverter", new StringConverter(), Map.of(), Schema.INT32_SCHEMA, value);
        }
        write("StringConverter", new StringConverter(), Map.of(), schema, new Struct(schema).put("a", 1));
        write("StringConverter", new StringConverter(), Map.of(), schema, new Struct(schema).put("b", "").put("c", List.of(1.0, 2.5)));
        for (String decimal : new String[] {"0", "0.00", "1.50", "-12.345", "1E+3", "1.23E+5", "1E-10", "0E-7", "0.000001", "0.0000001", "1E+400"}) {
            BigDecimal number = new BigDecimal(decimal);
            write("StringConverter", new StringConverter(), Map.of(), Decimal.schema(number.scale()), number);
        }
        write("StringConverter", new StringConverter(), Map.of(), Date.SCHEMA, new java.util.Date(18131 * 86400000L));
        write("StringConverter", new StringConverter(), Map.of(), Time.SCHEMA, new java.util.Date(52494346));
        write("StringConverter", new StringConverter(), Map.of(), Timestamp.SCHEMA, new java.util.Date(1566570894346L));
        write("StringConverter", new StringConverter(), Map.of(), Timestamp.SCHEMA, new java.util.Date(-1));
    }

    private void read(String name, Converter converter, Map<String, String> config, byte[] bytes) {
        cases.add(new Case(name, converter, config, true, bytes, null, null));
    }

    private void write(String name, Converter converter, Map<String, String> config, Schema schema, Object value) {
        cases.add(new Case(name, converter, config, false, null, schema, value));
    }
}

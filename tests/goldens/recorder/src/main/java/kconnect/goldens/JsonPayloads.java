package kconnect.goldens;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages for JsonConverter: by hand where a rule is known, generated and damaged for the rest. */
final class JsonPayloads {
    private static final int GENERATED = 900;
    private static final String[] NUMBERS = {
        "0", "-0", "1", "-1", "12", "0012", "-007", "127", "128", "-129", "255", "32768", "2147483647", "2147483648",
        "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "12345678901234567890",
        "340282366920938463463374607431768211456", "1.0", "1.5", "1.50", "-0.0", "0.1", "1e0", "1E5", "1e-5", "2.5e+3",
        "1e400", "-1e400", "1e-400", "3.4028236e38", "1.00000017881393432617187501", "0.3", "86400000", "86400001",
        "1e2147483647", "1e2147483648", "0e99999999999", "100", "1.7976931348623157e308", "4.9e-324", "1e23", "00.5"};
    private static final String[] BROKEN_NUMBERS = {"1.", ".5", "+1", "-", "1e", "1e+", "NaN", "Infinity", "0x10", "1_0", "--1"};
    private static final String[] TEXTS = {
        "", "a", "abc", "\\u00e9", "\u00e9\u20ac", "\\n\\t\\\\\\\"\\/", "\\uD83D\\uDE00", "\uD83D\uDE00", "\\uD83D", "\\uDE00x",
        "\\u0000", "12", "true", "QUI=", "QQ==", "QQ", "QQ=", "Q Q==", "AP8=", "AAAA", "ZZ*Z", "\u2028", "x y", "\\ud83d\\u0041"};
    private static final String[] TYPES = {
        "int8", "int16", "int32", "int64", "float", "double", "boolean", "string", "bytes"};
    private static final String[] LOGICAL = {
        "\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,\"parameters\":{\"scale\":\"2\"}",
        "\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\"",
        "\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"x\"}",
        "\"type\":\"int32\",\"name\":\"org.apache.kafka.connect.data.Date\",\"version\":1",
        "\"type\":\"int32\",\"name\":\"org.apache.kafka.connect.data.Time\"",
        "\"type\":\"int64\",\"name\":\"org.apache.kafka.connect.data.Timestamp\"",
        "\"type\":\"string\",\"name\":\"com.example.Own\",\"doc\":\"what it is\",\"version\":7",
        "\"type\":\"int64\",\"parameters\":{\"b\":\"1\",\"a\":\"2\"}"};

    private final Random random = new Random(42);
    private final List<Payload> payloads = new ArrayList<>();

    /** One message and how the converter is configured for it. */
    record Payload(boolean plain, boolean keepsNulls, byte[] bytes) {
    }

    List<Payload> all() {
        known();
        for (int count = 0; count < GENERATED; ++count) {
            generated();
        }
        return payloads;
    }

    private void plain(String text) {
        payloads.add(new Payload(true, false, text.getBytes(StandardCharsets.UTF_8)));
    }

    private void envelope(String schema, String payload) {
        String text = "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
        payloads.add(new Payload(false, false, text.getBytes(StandardCharsets.UTF_8)));
    }

    private void bytes(boolean plain, int... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int value : values) {
            bytes.write(value);
        }
        payloads.add(new Payload(plain, false, bytes.toByteArray()));
    }

    private void known() {
        payloads.add(new Payload(true, false, null));
        payloads.add(new Payload(false, false, null));
        for (String text : new String[] {"", " ", "\n\t ", "null", "nul", "true", "tru", "truex", "true1", "true,", "true\u00e9",
            "{}", "[]", "{", "[", "}", "]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[,1]", "[1 2]", "{a:1}", "{'a':1}",
            "// c\n1", "/* c */ 1", "{\"a\":1} trailing", "{\"a\":1}{\"b\":2}", "1 2", "1x", "1,", "\"a\"x", "[1]]", "\uFEFF{\"a\":1}",
            "{\"a\":1,\"a\":2}", "{\"a\":1,\"b\":2,\"a\":{\"c\":[]}}", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"a\nb\"", "\"a\u0001\"",
            "\"unterminated", "[[[[[[[[[[1]]]]]]]]]]", "{\"schema\":null,\"payload\":1}"}) {
            plain(text);
            payloads.add(new Payload(false, false, text.getBytes(StandardCharsets.UTF_8)));
        }
        for (String number : NUMBERS) {
            plain(number);
            plain("[" + number + "]");
            for (String type : TYPES) {
                envelope("{\"type\":\"" + type + "\"}", number);
            }
        }
        for (String number : BROKEN_NUMBERS) {
            plain(number);
            plain("[" + number + "]");
        }
        for (String text : TEXTS) {
            plain("\"" + text + "\"");
            envelope("{\"type\":\"string\"}", "\"" + text + "\"");
            envelope("{\"type\":\"bytes\",\"optional\":true}", "\"" + text + "\"");
            envelope("{\"type\":\"int32\"}", "\"" + text + "\"");
        }
        for (String schema : LOGICAL) {
            for (String payload : new String[] {"null", "5", "1.50", "-7", "86400000", "86400001", "4000000000", "\"AP8=\"", "\"\"",
                "\"QQ\"", "true", "[]", "{}", "123456789012345678901234567890", "1e3"}) {
                envelope("{" + schema + "}", payload);
            }
            envelope("{" + schema + ",\"optional\":true}", "null");
            envelope("{" + schema + ",\"default\":3}", "null");
            envelope("{" + schema + ",\"optional\":true,\"default\":\"AQ==\"}", "null");
        }
        schemas();
        invalidUtf8();
    }

    private void schemas() {
        String[] schemas = {"{}", "[]", "1", "\"x\"", "{\"type\":1}", "{\"type\":\"nope\"}", "{\"type\":\"array\"}",
            "{\"type\":\"array\",\"items\":null}", "{\"type\":\"map\"}", "{\"type\":\"map\",\"keys\":{\"type\":\"string\"}}",
            "{\"type\":\"map\",\"keys\":null,\"values\":{\"type\":\"int32\"}}",
            "{\"type\":\"map\",\"keys\":{\"type\":\"string\"},\"values\":null}",
            "{\"type\":\"struct\"}", "{\"type\":\"struct\",\"fields\":{}}", "{\"type\":\"struct\",\"fields\":[]}",
            "{\"type\":\"struct\",\"fields\":[{}]}", "{\"type\":\"struct\",\"fields\":[{\"field\":1,\"type\":\"int32\"}]}",
            "{\"type\":\"struct\",\"fields\":[{\"field\":\"\",\"type\":\"int32\"}]}",
            "{\"type\":\"struct\",\"fields\":[{\"field\":\"a\"}]}", "{\"type\":\"struct\",\"fields\":[5]}",
            "{\"type\":\"struct\",\"fields\":[null]}",
            "{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int32\"},{\"field\":\"a\",\"type\":\"int8\"}]}",
            "{\"type\":\"int32\",\"optional\":\"true\"}", "{\"type\":\"int32\",\"name\":5,\"doc\":[],\"version\":\"1\"}",
            "{\"type\":\"int32\",\"version\":4294967297}", "{\"type\":\"int32\",\"version\":1.5}",
            "{\"type\":\"int32\",\"parameters\":{\"a\":1}}", "{\"type\":\"int32\",\"parameters\":{}}", "{\"type\":\"int32\",\"parameters\":[1]}",
            "{\"type\":\"int32\",\"default\":\"x\"}", "{\"type\":\"int32\",\"default\":null}",
            "{\"type\":\"int32\",\"optional\":true,\"default\":null}", "{\"type\":\"string\",\"default\":5}",
            "{\"type\":\"string\",\"optional\":true,\"default\":5}", "{\"type\":\"string\",\"default\":\"d\"}",
            "{\"type\":\"bytes\",\"default\":\"AQI=\"}", "{\"type\":\"array\",\"items\":{\"type\":\"int32\"},\"default\":[1,2]}",
            "{\"type\":\"array\",\"items\":{\"type\":\"int32\",\"optional\":true},\"default\":[null]}",
            "{\"type\":\"map\",\"keys\":{\"type\":\"string\"},\"values\":{\"type\":\"int8\"},\"default\":{\"k\":1}}",
            "{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int32\",\"optional\":true}],\"default\":{\"a\":1}}",
            "{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int32\",\"default\":7}]}",
            "{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"string\",\"optional\":true,\"default\":\"d\"},{\"field\":\"b\",\"type\":\"string\"}]}",
            "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", "{\"type\":\"map\",\"keys\":{\"type\":\"int32\"},\"values\":{\"type\":\"string\"}}",
            "{\"type\":\"map\",\"keys\":{\"type\":\"string\",\"optional\":true},\"values\":{\"type\":\"string\",\"optional\":true}}"};
        String[] values = {"null", "1", "\"t\"", "[]", "{}", "[1]", "[[1,\"a\"]]", "[[1]]", "[[1,\"a\"],[1,\"b\"]]", "[1,null]", "{\"a\":1}",
            "{\"a\":null}", "{\"a\":\"x\",\"b\":\"y\",\"c\":3}"};
        for (String schema : schemas) {
            for (String value : values) {
                envelope(schema, value);
            }
            for (String value : new String[] {"null", "{}", "{\"a\":null}"}) {
                String text = "{\"payload\":" + value + ", \"schema\":" + schema + "}";
                payloads.add(new Payload(false, true, text.getBytes(StandardCharsets.UTF_8)));
            }
        }
        for (String message : new String[] {"{\"schema\":{\"type\":\"int8\"}}", "{\"payload\":1}", "{\"schema\":null,\"payload\":{\"a\":1}}",
            "{\"schema\":{\"type\":\"int8\"},\"payload\":1,\"x\":2}", "{\"schema\":{\"type\":\"int8\"},\"payload\":1,\"payload\":2}",
            "{\"schema\":{\"type\":\"int8\"},\"payload\":1} x", "{\"schema\":{\"type\":\"int8\"},\"payload\":1", "[\"schema\",\"payload\"]",
            "{\"schema\":null,\"payload\":null}", "{\"Schema\":{},\"payload\":1}", "{\"\\u0073chema\":{\"type\":\"int8\"},\"payload\":5}"}) {
            payloads.add(new Payload(false, false, message.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** What Jackson makes of bytes that are no UTF-8, and of other encodings. */
    private void invalidUtf8() {
        int[][] contents = {{0xFF}, {0x80}, {0xC0, 0x80}, {0xC1, 0xBF}, {0xC3}, {0xC3, 0x28}, {0xE2, 0x82}, {0xE2, 0x28, 0xA1}, {0xE0, 0x80, 0x80},
            {0xED, 0xA0, 0x80}, {0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80}, {0xED, 0xB8, 0x80}, {0xEF, 0xBF, 0xBF}, {0xF0, 0x9F, 0x98, 0x80},
            {0xF0, 0x80, 0x80, 0x80}, {0xF0, 0x9F, 0x98}, {0xF4, 0x90, 0x80, 0x80}, {0xF7, 0xBF, 0xBF, 0xBF}, {0xF8, 0x88, 0x80, 0x80, 0x80}, {0xC3, 0xA9}};
        for (int[] content : contents) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.writeBytes("{\"k\":\"a".getBytes(StandardCharsets.UTF_8));
            for (int value : content) {
                message.write(value);
            }
            byte[] start = message.toByteArray();
            message.writeBytes("b\"}".getBytes(StandardCharsets.UTF_8));
            payloads.add(new Payload(true, false, message.toByteArray()));
            payloads.add(new Payload(true, false, start));
            byte[] name = message.toByteArray().clone();
            String swapped = new String(name, StandardCharsets.ISO_8859_1).replace("\"k\":\"", "\"").replace("\"}", "\":1}");
            payloads.add(new Payload(true, false, swapped.getBytes(StandardCharsets.ISO_8859_1)));
        }
        bytes(true, 0xFF, 0xFE, '1', 0);
        bytes(true, 0xFE, 0xFF, 0, '1');
        bytes(true, 0, '"', 0, 'a', 0, '"');
        bytes(true, '"', 0, 'a', 0, '"', 0);
        bytes(true, 0, 0, 0, '7');
        bytes(true, '7', 0, 0, 0);
        bytes(true, 0xEF, 0xBB, 0xBF, '7');
        bytes(true, '{', '}', 0xFF);
        bytes(true, 0);
        bytes(true, '1', 0);
    }

    private void generated() {
        int depth = random.nextInt(4);
        boolean plain = random.nextBoolean();
        String text;
        if (plain) {
            text = node(depth);
        } else {
            StringBuilder payload = new StringBuilder();
            String schema = schema(depth, payload);
            text = "{" + blank() + "\"schema\":" + schema + "," + blank() + "\"payload\"" + blank() + ":" + payload + "}" + blank();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(5) == 0) {
            bytes = damaged(bytes);
        }
        payloads.add(new Payload(plain, random.nextInt(8) == 0, bytes));
    }

    private String node(int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0:
                return pick("null", "true", "false");
            case 1:
            case 2:
                return NUMBERS[random.nextInt(NUMBERS.length)];
            case 3:
                return Long.toString(random.nextLong() >> random.nextInt(64));
            case 4:
                return "\"" + TEXTS[random.nextInt(TEXTS.length)] + "\"";
            case 5:
                return list("[", "]", () -> node(depth - 1));
            default:
                return list("{", "}", () -> "\"" + pick("a", "b", "c", "d\\n", "\u00e9") + "\"" + blank() + ":" + node(depth - 1));
        }
    }

    private String list(String open, String close, java.util.function.Supplier<String> part) {
        StringBuilder text = new StringBuilder(open + blank());
        int count = random.nextInt(4);
        for (int index = 0; index < count; ++index) {
            text.append(index == 0 ? "" : ",").append(blank()).append(part.get()).append(blank());
        }
        return text.append(close).toString();
    }

    /** A schema; `payload` gets what mostly fits it. */
    private String schema(int depth, StringBuilder payload) {
        String options = pick("", "", ",\"optional\":true", ",\"optional\":false", ",\"optional\":true,\"doc\":\"d\"");
        StringBuilder fit = new StringBuilder();
        String schema = depth > 0 && random.nextInt(3) > 0 ? nested(depth, fit) : scalar(fit);
        int choice = random.nextInt(12);
        payload.append(choice == 0 ? "null" : choice == 1 ? node(1) : fit.toString());
        return "{" + schema + options + "}";
    }

    private String scalar(StringBuilder fit) {
        if (random.nextInt(4) == 0) {
            fit.append(pick("0", "5", "1.25", "86399999", "\"AQA=\"", "-3", "\"x\""));
            return LOGICAL[random.nextInt(LOGICAL.length)];
        }
        String type = TYPES[random.nextInt(TYPES.length)];
        switch (type) {
            case "boolean":
                fit.append(random.nextBoolean());
                break;
            case "string":
                fit.append('"').append(TEXTS[random.nextInt(TEXTS.length)]).append('"');
                break;
            case "bytes":
                fit.append(pick("\"\"", "\"QUI=\"", "\"AP8B\""));
                break;
            default:
                fit.append(NUMBERS[random.nextInt(NUMBERS.length)]);
        }
        return "\"type\":\"" + type + "\"";
    }

    private String nested(int depth, StringBuilder fit) {
        StringBuilder schema = new StringBuilder();
        int kind = random.nextInt(4);
        if (kind == 0) {
            StringBuilder element = new StringBuilder();
            schema.append("\"type\":\"array\",\"items\":").append(schema(depth - 1, element));
            fit.append("[").append(element).append(random.nextBoolean() ? "," + element : "").append("]");
        } else if (kind == 1) {
            StringBuilder value = new StringBuilder();
            boolean texts = random.nextInt(3) > 0;
            schema.append("\"type\":\"map\",\"keys\":{\"type\":\"").append(texts ? "string" : "int32").append("\"},\"values\":")
                .append(schema(depth - 1, value));
            fit.append(texts ? "{\"k\":" + value + ",\"l\":" + value + "}" : "[[1," + value + "],[2," + value + "]]");
        } else {
            schema.append("\"type\":\"struct\",\"fields\":[");
            fit.append("{");
            int count = random.nextInt(4);
            for (int index = 0; index < count; ++index) {
                StringBuilder value = new StringBuilder();
                String field = schema(depth - 1, value);
                schema.append(index == 0 ? "" : ",").append(field, 0, field.length() - 1).append(",\"field\":\"f").append(index).append("\"}");
                if (random.nextInt(8) > 0) {
                    fit.append(fit.length() == 1 ? "" : ",").append("\"f").append(index).append("\":").append(value);
                }
            }
            schema.append("]").append(random.nextBoolean() ? ",\"name\":\"com.example.Record\"" : "");
            fit.append("}");
        }
        return schema.toString();
    }

    private byte[] damaged(byte[] bytes) {
        byte[] result = bytes.clone();
        int at = result.length == 0 ? 0 : random.nextInt(result.length);
        switch (random.nextInt(3)) {
            case 0:
                return java.util.Arrays.copyOf(result, at);
            case 1:
                if (at < result.length) {
                    result[at] ^= (byte) (1 << random.nextInt(8));
                }
                return result;
            default:
                if (at < result.length) {
                    result[at] = (byte) pick("{", "}", "\"", ",", ":", "[", "]", "0", "-", "\\").charAt(0);
                }
                return result;
        }
    }

    private String blank() {
        return pick("", "", "", " ", "\n", "\t ");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}

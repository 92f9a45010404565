package kconnect.goldens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Schemas, values and failures as JSON; README.md describes the notation. */
final class Shown {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Shown() {
    }

    static JsonNode schema(Schema schema) {
        if (schema == null) {
            return NODES.nullNode();
        }
        boolean plain = schema.type().isPrimitive() && schema.name() == null && schema.version() == null
            && schema.doc() == null && schema.parameters() == null && schema.defaultValue() == null;
        String type = schema.type() + (schema.isOptional() ? "?" : "");
        if (plain) {
            return NODES.textNode(type);
        }
        ObjectNode node = NODES.objectNode();
        node.put("type", type);
        if (schema.name() != null) {
            node.put("name", utf8(schema.name()));
        }
        if (schema.version() != null) {
            node.put("version", schema.version());
        }
        if (schema.doc() != null) {
            node.put("doc", utf8(schema.doc()));
        }
        if (schema.parameters() != null) {
            ArrayNode parameters = node.putArray("parameters");
            schema.parameters().forEach((key, value) -> parameters.addArray().add(utf8(key)).add(utf8(value)));
        }
        if (schema.defaultValue() != null) {
            node.set("default", value(schema.defaultValue()));
        }
        if (schema.type() == Schema.Type.MAP) {
            node.set("keys", schema(schema.keySchema()));
        }
        if (schema.type() == Schema.Type.MAP || schema.type() == Schema.Type.ARRAY) {
            node.set("values", schema(schema.valueSchema()));
        }
        if (schema.type() == Schema.Type.STRUCT) {
            ArrayNode fields = node.putArray("fields");
            for (Field field : schema.fields()) {
                fields.addArray().add(utf8(field.name())).add(schema(field.schema()));
            }
        }
        return node;
    }

    static JsonNode value(Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        ArrayNode node = NODES.arrayNode();
        if (value instanceof Byte) {
            return node.add("i8").add(value.toString());
        } else if (value instanceof Short) {
            return node.add("i16").add(value.toString());
        } else if (value instanceof Integer) {
            return node.add("i32").add(value.toString());
        } else if (value instanceof Long) {
            return node.add("i64").add(value.toString());
        } else if (value instanceof Float number) {
            return node.add("f32").add(Integer.toHexString(Float.floatToIntBits(number)));
        } else if (value instanceof Double number) {
            return node.add("f64").add(Long.toHexString(Double.doubleToLongBits(number)));
        } else if (value instanceof Boolean bool) {
            return node.add("bool").add(bool);
        } else if (value instanceof String text) {
            return node.add("s").add(utf8(text));
        } else if (value instanceof byte[] bytes) {
            return node.add("x").add(HexFormat.of().formatHex(bytes));
        } else if (value instanceof BigDecimal decimal) {
            return node.add("d")
                .add(HexFormat.of().formatHex(decimal.unscaledValue().toByteArray()))
                .add(decimal.scale());
        } else if (value instanceof Date date) {
            return node.add("date").add(date.getTime());
        } else if (value instanceof List<?> list) {
            ArrayNode elements = node.add("a").addArray();
            list.forEach(element -> elements.add(value(element)));
            return node;
        } else if (value instanceof Map<?, ?> map) {
            return node.add("m").add(entries(map));
        } else if (value instanceof Struct struct) {
            ArrayNode fields = node.add("st").addArray();
            struct.schema().fields().forEach(field -> fields.add(value(struct.getWithoutDefault(field.name()))));
            return node;
        }
        throw new IllegalArgumentException("No notation for " + value.getClass());
    }

    /** Sorted unless a LinkedHashMap gives an order. */
    private static ArrayNode entries(Map<?, ?> map) {
        List<ArrayNode> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(NODES.arrayNode().add(value(key)).add(value(value))));
        if (!(map instanceof java.util.LinkedHashMap)) {
            entries.sort(Comparator.comparing(entry -> entry.get(0).toString()));
        }
        ArrayNode node = NODES.arrayNode();
        entries.forEach(node::add);
        return node;
    }

    /** Class and message, then the classes of the causes. */
    static JsonNode failure(Throwable failure) {
        ArrayNode node = NODES.arrayNode();
        node.add(failure.getClass().getName());
        node.add(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            node.add(cause.getClass().getName());
        }
        return node;
    }

    /** Bytes as text where they are UTF-8, else as hexadecimal digits. */
    static void putBytes(ObjectNode node, String name, byte[] bytes) {
        if (bytes == null) {
            node.putNull(name);
            return;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            node.put(name, text);
        } else {
            node.put(name + "_hex", HexFormat.of().formatHex(bytes));
        }
    }

    /** What becomes of a text that is encoded: a surrogate without partner is a question mark. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}

package kconnect.goldens;

import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Configurations of Debezium's ExtractNewRecordState, and change events for them. */
final class Unwraps {
    private static final String CLASS = "io.debezium.transforms.ExtractNewRecordState";
    private static final Schema ROW = SchemaBuilder.struct().optional().name("db.public.flights.Value").doc("a flight")
        .version(3).parameter("p", "q")
        .field("id", Schema.INT32_SCHEMA)
        .field("callsign", Schema.OPTIONAL_STRING_SCHEMA)
        .field("level", SchemaBuilder.int16().optional().defaultValue((short) 7).build())
        .field("kept", SchemaBuilder.string().defaultValue("dflt").build())
        .build();
    private static final Schema SOURCE = SchemaBuilder.struct().name("io.debezium.connector.postgresql.Source")
        .field("version", Schema.STRING_SCHEMA)
        .field("ts_ms", Schema.INT64_SCHEMA)
        .field("snapshot", SchemaBuilder.string().optional().name("io.debezium.data.Enum").version(1)
            .parameter("allowed", "true,last,false").defaultValue("false").build())
        .field("table", Schema.STRING_SCHEMA)
        .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
        .build();
    private static final Schema TRANSACTION = SchemaBuilder.struct().optional().name("event.block").version(1)
        .field("id", Schema.STRING_SCHEMA)
        .field("total_order", Schema.INT64_SCHEMA)
        .field("data_collection_order", Schema.INT64_SCHEMA)
        .build();
    private static final Schema ENVELOPE = envelope(ROW).field("source", SOURCE).field("transaction", TRANSACTION).build();
    private static final Schema KEY = SchemaBuilder.struct().name("db.public.flights.Key").field("id", Schema.INT32_SCHEMA)
        .field("level", Schema.OPTIONAL_INT16_SCHEMA).build();

    private Unwraps() {
    }

    static List<List<TransformationChains.Step>> chains() {
        List<List<TransformationChains.Step>> chains = new ArrayList<>();
        List<String> modes = List.of("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone");
        chains.add(step());
        for (String mode : modes) {
            chains.add(step("delete.tombstone.handling.mode", mode));
            chains.add(step("delete.tombstone.handling.mode", mode, "add.fields", "op,source.ts_ms,lsn", "add.headers", "op,table"));
            chains.add(step("delete.tombstone.handling.mode", mode, "route.by.field", "callsign"));
            chains.add(step("delete.tombstone.handling.mode", mode, "drop.fields.header.name", "dropped", "add.fields", "op"));
        }
        chains.add(step("delete.tombstone.handling.mode", " REWRITE "));
        chains.add(step("delete.tombstone.handling.mode", "rewrite", "replace.null.with.default", "false"));
        chains.add(step("delete.tombstone.handling.mode", "rewrite", "replace.null.with.default", "true"));
        for (String fields : List.of("op", "ts_ms", "table", "source.table", "op,op", "op:operation,source.lsn:at", "op:a:b", "id,total_order",
            "transaction.id", "none", "source.none", "nowhere.none", "snapshot", " op , table ", "before", "source.ts_ms.more", "note", "tags",
            "op:id")) {
            chains.add(step("add.fields", fields));
            chains.add(step("add.headers", fields));
        }
        chains.add(step("add.fields", "op,table", "add.fields.prefix", ""));
        chains.add(step("add.fields", "op,table", "add.fields.prefix", "meta."));
        chains.add(step("add.headers", "op,table", "add.headers.prefix", "h_"));
        for (String field : List.of("id", "none", "level", "kept")) {
            chains.add(step("route.by.field", field));
        }
        for (String compatible : List.of("true", "false")) {
            chains.add(step("drop.fields.header.name", "dropped", "drop.fields.keep.schema.compatible", compatible));
            chains.add(step("drop.fields.header.name", "dropped", "drop.fields.keep.schema.compatible", compatible, "drop.fields.from.key", "true"));
        }
        chains.add(step("drop.fields.header.name", "nothing"));
        return chains;
    }

    /** The keys that Debezium 3 no longer has. */
    static List<List<TransformationChains.Step>> olderChains() {
        List<List<TransformationChains.Step>> chains = new ArrayList<>();
        for (String mode : List.of("drop", "none", "rewrite", "ReWrite")) {
            for (String drop : List.of("true", "false")) {
                chains.add(step("delete.handling.mode", mode, "drop.tombstones", drop));
                chains.add(step("delete.handling.mode", mode, "drop.tombstones", drop, "add.fields", "op,table", "add.headers", "op"));
            }
            chains.add(step("delete.handling.mode", mode));
        }
        chains.add(step("drop.tombstones", "false"));
        chains.add(step("delete.handling.mode", "none", "drop.tombstones", "false", "delete.tombstone.handling.mode", "rewrite"));
        return chains;
    }

    static List<SinkRecord> records() {
        Struct old = row(1, "OLD1", null, "k");
        Struct now = row(1, "NEW1", (short) 2, "k");
        List<SinkRecord> records = new ArrayList<>();
        add(records, ENVELOPE, event(ENVELOPE, null, now, "c"));
        add(records, ENVELOPE, event(ENVELOPE, old, now, "u").put("transaction",
            new Struct(TRANSACTION).put("id", "571").put("total_order", 4L).put("data_collection_order", 2L)));
        add(records, ENVELOPE, event(ENVELOPE, old, row(1, null, null, "k"), "u"));
        add(records, ENVELOPE, event(ENVELOPE, null, now, "r"));
        add(records, ENVELOPE, event(ENVELOPE, old, null, "d"));
        add(records, ENVELOPE, event(ENVELOPE, row(1, null, null, "k"), null, "d"));
        add(records, ENVELOPE, event(ENVELOPE, row(1, " ", null, "k"), row(2, "", null, "k"), "u"));
        add(records, ENVELOPE, event(ENVELOPE, null, null, "t"));
        add(records, null, null);
        add(records, ENVELOPE, null);
        add(records, null, Map.of("after", 1));
        add(records, Schema.STRING_SCHEMA, "text");
        add(records, ROW, now);
        Schema other = envelope(SchemaBuilder.struct().optional().name("Other").field("name", Schema.STRING_SCHEMA).build())
            .field("source", SOURCE).field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build()).build();
        add(records, other, event(other, null, new Struct(other.field("after").schema()).put("name", "n"), "c").put("note", "words")
            .put("tags", List.of("a", "b")));
        Schema sourceless = envelope(ROW).build();
        add(records, sourceless, event(sourceless, null, now, "c"));
        Schema without = SchemaBuilder.struct().name("without.Envelope").field("op", Schema.STRING_SCHEMA).build();
        add(records, without, new Struct(without).put("op", "c"));
        Schema onlyAfter = SchemaBuilder.struct().name("after.Envelope").field("after", ROW).field("op", Schema.STRING_SCHEMA).build();
        add(records, onlyAfter, new Struct(onlyAfter).put("op", "d"));
        add(records, onlyAfter, new Struct(onlyAfter).put("op", "c").put("after", now));
        Schema text = SchemaBuilder.struct().name("text.Envelope").field("before", Schema.OPTIONAL_STRING_SCHEMA)
            .field("after", Schema.OPTIONAL_STRING_SCHEMA).field("op", Schema.STRING_SCHEMA).field("source", SOURCE).build();
        add(records, text, new Struct(text).put("op", "c").put("after", "words").put("source", source()));
        return records;
    }

    private static SchemaBuilder envelope(Schema row) {
        return SchemaBuilder.struct().name("db.public.flights.Envelope").version(1).field("before", row).field("after", row)
            .field("op", Schema.STRING_SCHEMA).field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA);
    }

    private static Struct row(int id, String callsign, Short level, String kept) {
        return new Struct(ROW).put("id", id).put("callsign", callsign).put("level", level).put("kept", kept);
    }

    private static Struct source() {
        return new Struct(SOURCE).put("version", "3.3").put("ts_ms", 1700000000123L).put("table", "flights");
    }

    private static Struct event(Schema schema, Struct before, Struct after, String operation) {
        Struct event = new Struct(schema).put("before", before).put("after", after).put("op", operation).put("ts_ms", 1700000000456L);
        return schema.field("source") == null ? event : event.put("source", source());
    }

    private static void add(List<SinkRecord> records, Schema schema, Object value) {
        int number = records.size();
        ConnectHeaders headers = new ConnectHeaders();
        if (number % 2 == 0) {
            headers.addList("dropped", number % 4 == 0 ? List.of("callsign", "level", "kept") : List.of(), SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        }
        Struct key = new Struct(KEY).put("id", 1).put("level", (short) 3);
        records.add(new SinkRecord("db.public.flights", 0, KEY, key, schema, value, number, 1000L * number, TimestampType.CREATE_TIME, headers));
    }

    private static List<TransformationChains.Step> step(String... config) {
        Map<String, String> map = new TreeMap<>();
        for (int index = 0; index < config.length; index += 2) {
            map.put(config[index], config[index + 1]);
        }
        return List.of(new TransformationChains.Step(CLASS, map, null, Map.of(), false));
    }
}

package kconnect.goldens;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends the records through the chains as Java's worker does. */
final class TransformationRecorder {
    private static final String PACKAGE = "org.apache.kafka.connect.transforms.";

    private record Link(Transformation<SinkRecord> transformation, Predicate<SinkRecord> predicate, boolean negate) {
    }

    private TransformationRecorder() {
    }

    static List<ObjectNode> lines(List<List<TransformationChains.Step>> chains, List<SinkRecord> records) {
        List<ObjectNode> lines = new ArrayList<>();
        for (List<TransformationChains.Step> chain : chains) {
            for (SinkRecord original : records) {
                SinkRecord record = original.newRecord(original.topic(), original.kafkaPartition(), original.keySchema(), original.key(),
                    original.valueSchema(), original.value(), original.timestamp(), original.headers().duplicate());
                ObjectNode line = JsonNodeFactory.instance.objectNode();
                shown(line.putArray("chain"), chain);
                line.set("record", shown(record));
                try {
                    SinkRecord result = applied(chain, record);
                    line.set("result", result == null ? JsonNodeFactory.instance.nullNode() : shown(result));
                } catch (RuntimeException failure) {
                    line.putArray("error").add(failure.getClass().getName()).add(failure.getMessage());
                }
                lines.add(line);
                if (line.has("error") && line.get("error").get(0).asText().endsWith("ConfigException")) {
                    break;
                }
            }
        }
        return lines;
    }

    private static SinkRecord applied(List<TransformationChains.Step> chain, SinkRecord record) {
        SinkRecord current = record;
        for (Link link : chain.stream().map(TransformationRecorder::link).toList()) {
            if (current != null && (link.predicate() == null || link.negate() != link.predicate().test(current))) {
                current = link.transformation().apply(current);
            }
        }
        return current;
    }

    private static Link link(TransformationChains.Step step) {
        Transformation<SinkRecord> transformation = made(step.name());
        transformation.configure(step.config());
        Predicate<SinkRecord> predicate = step.predicate() == null ? null : made("predicates." + step.predicate());
        if (predicate != null) {
            predicate.configure(step.predicateConfig());
        }
        return new Link(transformation, predicate, step.negate());
    }

    @SuppressWarnings("unchecked")
    private static <T> T made(String name) {
        try {
            return (T) Class.forName(name.contains(".transforms.") ? name : PACKAGE + name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException failure) {
            throw new IllegalArgumentException(failure);
        }
    }

    private static void shown(ArrayNode node, List<TransformationChains.Step> chain) {
        for (TransformationChains.Step step : chain) {
            ObjectNode shown = node.addObject();
            shown.put("class", step.name());
            putAll(shown.putObject("config"), step.config());
            if (step.predicate() != null) {
                shown.put("predicate", step.predicate());
                putAll(shown.putObject("predicate_config"), step.predicateConfig());
                shown.put("negate", step.negate());
            }
        }
    }

    private static void putAll(ObjectNode node, Map<String, String> config) {
        config.forEach(node::put);
    }

    private static ObjectNode shown(SinkRecord record) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("topic", record.topic());
        node.put("partition", record.kafkaPartition());
        node.put("offset", record.kafkaOffset());
        node.put("timestamp", record.timestamp());
        node.set("key_schema", Shown.schema(record.keySchema()));
        node.set("key", Shown.value(record.key()));
        node.set("value_schema", Shown.schema(record.valueSchema()));
        node.set("value", Shown.value(record.value()));
        ArrayNode headers = node.putArray("headers");
        record.headers().forEach(header ->
            headers.addArray().add(header.key()).add(Shown.schema(header.schema())).add(Shown.value(header.value())));
        return node;
    }
}

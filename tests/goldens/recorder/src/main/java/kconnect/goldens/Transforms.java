package kconnect.goldens;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs Java's transformations, each for itself and in random chains, over the records. */
final class Transforms {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PACKAGE = "org.apache.kafka.connect.transforms.";
    private static final int CHAINS = 1200;

    private final List<ObjectNode> lines = new ArrayList<>();

    List<ObjectNode> all() {
        List<TransformSteps.Step> steps = new TransformSteps().all();
        int records = new TransformRecords().all().size();
        List<TransformSteps.Step> sound = new ArrayList<>();
        for (TransformSteps.Step step : steps) {
            if (!isSound(step)) {
                record(List.of(step), 0);
                continue;
            }
            sound.add(step);
            for (int index = 0; index < records; ++index) {
                record(List.of(step), index);
            }
        }
        TransformSteps.Step filter = steps.get(steps.size() - 1);
        for (TransformSteps.Condition condition : TransformSteps.wrongConditions()) {
            record(List.of(filter.when(condition, false)), 0);
        }
        for (TransformSteps.Condition condition : TransformSteps.conditions()) {
            for (int index = 0; index < records; ++index) {
                record(List.of(filter.when(condition, index % 2 == 0)), index);
            }
        }
        chains(sound, records);
        return lines;
    }

    /** What the lines mean by the number of a record. */
    static List<ObjectNode> records() {
        return new TransformRecords().all().stream().map(Transforms::shown).toList();
    }

    private void chains(List<TransformSteps.Step> steps, int records) {
        Random random = new Random(5);
        List<TransformSteps.Condition> conditions = TransformSteps.conditions();
        for (int count = 0; count < CHAINS; ++count) {
            List<TransformSteps.Step> chain = new ArrayList<>();
            for (int length = 2 + random.nextInt(4); length > 0; --length) {
                TransformSteps.Step step = steps.get(random.nextInt(steps.size()));
                boolean isConditional = random.nextInt(3) == 0;
                chain.add(isConditional ? step.when(conditions.get(random.nextInt(conditions.size())), random.nextBoolean()) : step);
            }
            record(chain, random.nextInt(records));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T make(String name, Map<String, String> config) {
        try {
            T made = (T) Class.forName(PACKAGE + name).getDeclaredConstructor().newInstance();
            ((org.apache.kafka.common.Configurable) made).configure(config);
            return made;
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static boolean isSound(TransformSteps.Step step) {
        try {
            make(step.name(), step.config());
            return true;
        } catch (RuntimeException failure) {
            return false;
        }
    }

    private void record(List<TransformSteps.Step> chain, int index) {
        ObjectNode line = NODES.objectNode();
        ArrayNode steps = line.putArray("chain");
        chain.forEach(step -> steps.add(shown(step)));
        ConnectRecord<?> record = new TransformRecords().all().get(index);
        line.put("record", index);
        int at = 0;
        try {
            for (TransformSteps.Step step : chain) {
                record = applied(step, record);
                ++at;
                if (record == null) {
                    break;
                }
            }
            line.set("result", record == null ? NODES.nullNode() : shown(record));
        } catch (RuntimeException failure) {
            line.put("failed_step", at).set("error", Shown.failure(failure));
        }
        lines.add(line);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ConnectRecord<?> applied(TransformSteps.Step step, ConnectRecord<?> record) {
        Transformation transformation = make(step.name(), step.config());
        if (step.predicate() != null) {
            Predicate predicate = make("predicates." + step.predicate().name(), step.predicate().config());
            if (predicate.test(record) == step.negate()) {
                return record;
            }
        }
        return transformation.apply(record);
    }

    private static ObjectNode shown(TransformSteps.Step step) {
        ObjectNode node = NODES.objectNode().put("class", step.name());
        ObjectNode config = node.putObject("config");
        step.config().forEach(config::put);
        if (step.predicate() != null) {
            node.put("predicate", step.predicate().name()).put("negate", step.negate());
            ObjectNode predicate = node.putObject("predicate_config");
            step.predicate().config().forEach(predicate::put);
        }
        return node;
    }

    private static ObjectNode shown(ConnectRecord<?> record) {
        ObjectNode node = NODES.objectNode();
        node.put("topic", record.topic());
        node.put("partition", record.kafkaPartition());
        if (record instanceof SinkRecord sink) {
            node.put("offset", sink.kafkaOffset());
        }
        node.put("timestamp", record.timestamp());
        node.set("key_schema", Shown.schema(record.keySchema()));
        node.set("key", Shown.value(record.key()));
        node.set("value_schema", Shown.schema(record.valueSchema()));
        node.set("value", Shown.value(record.value()));
        ArrayNode headers = node.putArray("headers");
        for (Header header : record.headers()) {
            headers.addArray().add(header.key()).add(Shown.schema(header.schema())).add(Shown.value(header.value()));
        }
        return node;
    }
}

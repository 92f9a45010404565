import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;

/** Writes the keys of Kafka Connect's own tables, one a line, parts separated by tabs. */
public final class RecordKeys {
    private RecordKeys() {}

    private static String text(Object value) {
        return value == null ? "" : value.toString().replace("\t", " ").replaceAll("@[0-9a-f]+$", "");
    }

    private static String defaultText(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        return key.defaultValue == null
                ? "null"
                : "=" + ConfigDef.convertToString(key.defaultValue, key.type);
    }

    private static void write(String file, ConfigDef def) throws Exception {
        try (PrintStream out = new PrintStream(file, StandardCharsets.UTF_8)) {
            for (ConfigDef.ConfigKey key : def.configKeys().values()) {
                if (key.internalConfig) {
                    continue;
                }
                out.println(String.join("\t", key.name, key.type.toString(), defaultText(key),
                        key.importance.toString(), text(key.group),
                        Integer.toString(key.orderInGroup), key.width.name().toUpperCase(Locale.ROOT),
                        text(key.displayName), text(key.validator)));
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        java.lang.reflect.Method sink = SinkConnectorConfig.class.getMethod("configDef");
        write(arguments[0] + "/sink_connector_keys.tsv", (ConfigDef) sink.invoke(null));
        write(arguments[0] + "/source_connector_keys.tsv", SourceConnectorConfig.configDef());
        java.lang.reflect.Field worker = StandaloneConfig.class.getDeclaredField("CONFIG");
        worker.setAccessible(true);
        write(arguments[0] + "/worker_keys.tsv", (ConfigDef) worker.get(null));
    }
}

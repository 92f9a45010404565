package kconnect.goldens;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Transformations with their configurations: right ones, odd ones and wrong ones. */
final class TransformSteps {
    /** A predicate; the class is named without its package. */
    record Condition(String name, Map<String, String> config) {
    }

    /** A transformation; the class is named without its package. */
    record Step(String name, Map<String, String> config, Condition predicate, boolean negate) {
        Step when(Condition condition, boolean isNegated) {
            return new Step(name, config, condition, isNegated);
        }
    }

    private final List<Step> steps = new ArrayList<>();

    List<Step> all() {
        insertField();
        routers();
        extractAndHoist();
        replaceField();
        keysAndMetadata();
        add("Filter");
        return steps;
    }

    static List<Condition> conditions() {
        return List.of(
            condition("HasHeaderKey", "name", "h"),
            condition("HasHeaderKey", "name", "nope"),
            condition("RecordIsTombstone"),
            condition("TopicNameMatches", "pattern", "t-.*"),
            condition("TopicNameMatches", "pattern", "-"),
            condition("TopicNameMatches", "pattern", "(?i)T-ONE|\\w+"));
    }

    /** Conditions that cannot be configured. */
    static List<Condition> wrongConditions() {
        return List.of(
            condition("HasHeaderKey"),
            condition("HasHeaderKey", "name", " "),
            condition("TopicNameMatches"),
            condition("TopicNameMatches", "pattern", ""),
            condition("TopicNameMatches", "pattern", "["));
    }

    private static Condition condition(String name, String... config) {
        return new Condition(name, map(config));
    }

    private static Map<String, String> map(String... config) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int index = 0; index < config.length; index += 2) {
            map.put(config[index], config[index + 1]);
        }
        return map;
    }

    private void add(String name, String... config) {
        steps.add(new Step(name, map(config), null, false));
    }

    /** The same on keys and on values. */
    private void addBoth(String name, String... config) {
        add(name + "$Value", config);
        add(name + "$Key", config);
    }

    private void insertField() {
        addBoth("InsertField", "topic.field", "t", "partition.field", "p", "timestamp.field", "ts", "static.field", "s", "static.value", "x y");
        addBoth("InsertField", "topic.field", "t!", "partition.field", "p?", "offset.field", "o!", "timestamp.field", "ts!");
        add("InsertField$Value", "topic.field", "id", "replace.null.with.default", "false");
        add("InsertField$Value", "static.field", "text", "static.value", "");
        add("InsertField$Value", "offset.field", "o", "replace.null.with.default", "FALSE");
        add("InsertField$Value", "timestamp.field", "?");
        add("InsertField$Value", "partition.field", "p!", "static.value", "unused");
        add("InsertField$Value");
        add("InsertField$Value", "static.value", "x");
        add("InsertField$Value", "topic.field", "t", "replace.null.with.default", "maybe");
    }

    private void routers() {
        add("RegexRouter", "regex", "(.*)-(.*)", "replacement", "$2-$1");
        add("RegexRouter", "regex", "t-(?<name>.*)", "replacement", "x-${name}");
        add("RegexRouter", "regex", "t", "replacement", "x");
        add("RegexRouter", "regex", ".*", "replacement", "");
        add("RegexRouter", "regex", "(t-)?(.*?)+", "replacement", "$1.$2");
        add("RegexRouter", "regex", ".*", "replacement", "a\\$b\\\\");
        add("RegexRouter", "regex", "(.*)", "replacement", "$2");
        add("RegexRouter", "regex", "(.*)", "replacement", "$12");
        add("RegexRouter", "regex", ".*", "replacement", "${none}");
        add("RegexRouter", "regex", ".*", "replacement", "$");
        add("RegexRouter", "regex", "t(", "replacement", "x");
        add("RegexRouter", "regex", ".*");
        add("RegexRouter", "replacement", "x");
        add("TimestampRouter");
        add("TimestampRouter", "topic.format", "${timestamp}.${topic}.${timestamp}", "timestamp.format", "yyyy-MM-dd'T'HH:mm:ss.SSS");
        add("TimestampRouter", "topic.format", "${topic}", "timestamp.format", "yy");
        add("TimestampRouter", "topic.format", "", "timestamp.format", "");
        add("TimestampRouter", "timestamp.format", "EEE, d MMMM y G");
        add("TimestampRouter", "timestamp.format", "yyyy'");
        add("TimestampRouter", "timestamp.format", "yyyyb");
    }

    private void extractAndHoist() {
        addBoth("ExtractField", "field", "id");
        addBoth("ExtractField", "field", "nested.text", "field.syntax.version", "V2");
        add("ExtractField$Value", "field", "nested.text");
        add("ExtractField$Value", "field", "text", "replace.null.with.default", "false");
        add("ExtractField$Value", "field", "nested.with_default", "field.syntax.version", "v2");
        add("ExtractField$Value", "field", "nested.with_default", "field.syntax.version", "V2", "replace.null.with.default", "false");
        add("ExtractField$Value", "field", "`a.b`.c", "field.syntax.version", "V2");
        add("ExtractField$Value", "field", "`a.b`", "field.syntax.version", "V2");
        add("ExtractField$Value", "field", "id.x", "field.syntax.version", "V2");
        add("ExtractField$Value", "field", "nested.nope", "field.syntax.version", "V2");
        add("ExtractField$Value", "field", "nope.nope", "field.syntax.version", "V2");
        add("ExtractField$Value", "field", "nested.", "field.syntax.version", "V2");
        add("ExtractField$Value", "field", "", "field.syntax.version", "V2");
        add("ExtractField$Value", "field", "");
        add("ExtractField$Value", "field", "`a", "field.syntax.version", "V2");
        add("ExtractField$Value", "field", "a", "field.syntax.version", "V3");
        add("ExtractField$Value");
        addBoth("HoistField", "field", "w");
        add("HoistField$Value", "field", "");
        add("HoistField$Value");
    }

    private void replaceField() {
        addBoth("ReplaceField", "exclude", "text,nope");
        addBoth("ReplaceField", "include", "id,nested");
        addBoth("ReplaceField", "renames", "id:number,text:words");
        add("ReplaceField$Value", "include", "id,text", "exclude", "text", "renames", "id:text");
        add("ReplaceField$Value", "renames", "id:text");
        add("ReplaceField$Value", "renames", "id:text,text:id");
        add("ReplaceField$Value", "renames", "a:b:", "replace.null.with.default", "false");
        add("ReplaceField$Value", "renames", "nope:id");
        add("ReplaceField$Value", "include", "text", "renames", "id:text");
        add("ReplaceField$Value", "renames", ":id");
        add("ReplaceField$Value", "blacklist", "id", "whitelist", "text");
        add("ReplaceField$Value", "exclude", " id , text ", "replace.null.with.default", "false");
        add("ReplaceField$Value", "renames", "a");
        add("ReplaceField$Value", "renames", "a:b:c");
        add("ReplaceField$Value", "renames", "a:");
        add("ReplaceField$Value", "renames", "a:b,:");
        add("ReplaceField$Value");
    }

    private void keysAndMetadata() {
        add("ValueToKey", "fields", "id");
        add("ValueToKey", "fields", "text, nested ,id");
        add("ValueToKey", "fields", "text", "replace.null.with.default", "false");
        add("ValueToKey", "fields", "nope");
        add("ValueToKey", "fields", "id,id");
        add("ValueToKey", "fields", "");
        add("ValueToKey");
        addBoth("SetSchemaMetadata", "schema.name", "com.example.N", "schema.version", "7");
        addBoth("SetSchemaMetadata", "schema.version", "-1");
        add("SetSchemaMetadata$Value", "schema.name", "", "replace.null.with.default", "false");
        add("SetSchemaMetadata$Value", "schema.version", "x");
        add("SetSchemaMetadata$Value");
    }
}

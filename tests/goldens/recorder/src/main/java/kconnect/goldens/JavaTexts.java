package kconnect.goldens;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What java.util.regex and SimpleDateFormat do, as far as transformations use them. */
final class JavaTexts {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> PIECES = List.of("a", "b", "t", "-", ".", "\\.", "1", "\\d", "\\w", "\\s", "[a-c]", "[^-]", "[\\w.]", "[a-z&&[^b]]", "(a|b)",
        "(.*)", "(?:t)", "(?<n>.)", "(.)", "*", "+", "?", "{2}", "{1,}", "*?", "+?", "*+", "|", "^", "$", "\\b", "(?i)", "(?=a)", "(?!a)", "(?<=a)", "\\Q-.\\E",
        "\\x41", "\\p{Alpha}", "\\p{Lower}", "\\p{L}", "\\Aa", "\\z", "(", ")", "[", "]", "{", "}", "\\", "\\q", "\\1", "_", "\u00e4", " ");
    private static final List<String> TEXTS = List.of("", "a", "ab", "t-a.b", "aa-bb_11", "A1", "orders-20160117", "\u00e4", "t", "a-b-c", "1.2.3", "ab\n");
    private static final List<String> REPLACEMENTS = List.of("x", "", "$0", "$1", "$2-$1", "${n}", "$12", "a\\$b", "$", "\\", "${", "${1}", "$x", "$0$0");

    private final Random random = new Random(23);

    List<ObjectNode> regexes() {
        List<ObjectNode> lines = new ArrayList<>();
        for (int count = 0; count < 3000; ++count) {
            StringBuilder regex = new StringBuilder();
            for (int length = 1 + random.nextInt(4); length > 0; --length) {
                regex.append(pick(PIECES));
            }
            lines.add(regex(regex.toString(), pick(TEXTS), pick(REPLACEMENTS)));
        }
        return lines;
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static ObjectNode regex(String regex, String text, String replacement) {
        ObjectNode line = NODES.objectNode().put("regex", regex).put("text", text).put("replacement", replacement);
        try {
            Matcher matcher = Pattern.compile(regex).matcher(text);
            line.put("matches", matcher.matches());
            line.put("replaced", matcher.replaceFirst(replacement));
        } catch (PatternSyntaxException failure) {
            line.put("refused", failure.getMessage());
        } catch (RuntimeException failure) {
            line.set("error", Shown.failure(failure));
        }
        return line;
    }

    List<ObjectNode> dateFormats() {
        List<ObjectNode> lines = new ArrayList<>();
        String letters = "GyYMLwWDdFEuaHkKhmsSzZX";
        for (int count = 0; count < 1500; ++count) {
            StringBuilder pattern = new StringBuilder();
            for (int length = 1 + random.nextInt(3); length > 0; --length) {
                char letter = random.nextInt(60) == 0 ? (char) ('A' + random.nextInt(58)) : letters.charAt(random.nextInt(letters.length()));
                pattern.append(String.valueOf(letter).repeat(1 + random.nextInt(5)));
                pattern.append(pick(List.of("-", "", " ", "'T'", "''", "'it''s'", ":", "\u00e9", "/")));
            }
            lines.add(dateFormat(pattern.toString(), instant()));
        }
        return lines;
    }

    private long instant() {
        switch (random.nextInt(4)) {
            case 0:
                return random.nextInt(20000) * 86400000L + random.nextInt(2) * 86399999L;
            case 1:
                return -12219292800000L + (random.nextInt(2000) - 1000) * 86400000L / 3;
            case 2:
                return (long) ((random.nextDouble() - 0.5) * 4e14);
            default:
                return 1400000000000L + (long) (random.nextDouble() * 4e11);
        }
    }

    private static ObjectNode dateFormat(String pattern, long instant) {
        ObjectNode line = NODES.objectNode().put("pattern", pattern).put("instant", instant);
        try {
            SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.US);
            format.setTimeZone(TimeZone.getTimeZone("UTC"));
            line.put("text", format.format(new Date(instant)));
        } catch (RuntimeException failure) {
            line.set("error", Shown.failure(failure));
        }
        return line;
    }
}

package kconnect.goldens;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts of headers, whose types SimpleHeaderConverter guesses. */
final class HeaderTexts {
    private static final int GENERATED = 700;
    private static final String[] SCALARS = {
        "", " ", "  ", "\t", "null", " null ", "Null", "true", " true ", "TRUE", "true}", "false", "false]", "1", "+1", "-1", "00012", "5.", "1.0",
        "-0.0", "1e3", "-129", "128", "32768", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1.5", "0.1",
        "123456789.125", "1.123456789012345678901", "3.4028235e38", "3.4028236e38", "1.7976931348623157e308", "1.8e308", "1E400", "1e-400", "-1e-400",
        "1e19", "1e20", "1e18", "10000000000000000000", "9999999999999999999.0", "+.5", "-.5", ".5", "1f", "NaN", "Infinity", "0x10", "1_000", "1e", "1e+", "1e99999999999",
        "0e99999999999", "1e2147483647", "1e-2147483647", "0e2147483647", "1e00000000000005", "+", "-", "++1", "1.2.3", "\u0661\u0662", "\uFF11.\uFF15", "1\u00e9",
        "simple", "simple string", "\"quoted\"", "a:b", "12:34", "12:34:56", "a,b", "\\", "\\\"", "\u00e9", "\uD83D\uDE00", "1 ", " 1", "1 2", "1,2", "1]",
        "123456789012345678901234567890", "123456789012345678901234567890.5", "16777217.0", "16777217.5", "0.10000000149", "100000000000000000000000.0"};
    private static final String[] COLLECTIONS = {
        "[]", "[ ]", "{}", "{ }", "[1,2,3]", "[1, 2.5, 300]", "[1,\"a\"]", "[null]", "[1,null]", "[null,1]", "[1,]", "[,1]", "[1 2]", "[1", "[", "{", "[ ",
        "[1]x", "[1] ", " [1]", "[[1],[2.5]]", "[[]]", "[{}]", "[true,false]", "[true,1]", "[foo]", "[\"a\",\"b\"]", "[\"a\\\"b\"]", "[\"\"]", "[\" \"]", "[\"a: :b\"]",
        "[1,,2]", "[1,2,3,,,]", "[1,9223372036854775808]", "[9223372036854775808,18446744073709551616]", "[0.1,1]", "[0.1,3.4028236e38]", "[1e19,9223372036854775807]",
        "{\"a\":1,\"b\":2.5}", "{\"a\":1 \"b\":2}", "{\"a\":1,}", "{a:1}", "{null:1}", "{\"a\":null}", "{\"a\":null,\"b\":1}", "{\"a\":[1,2],\"b\":{}}", "{1:1, 2:1, 300:300}",
        "{1:1, 2:1, 300:300, \"four\":1}", "{1:1, 2:1, 300:300, 4:\"four\"}", "{1:1,1:2}", "{1:1,1.0:2}", "{16777216:1,16777217:2,0.5:3}", "{6:9 4:20}", "{3: null}", "{true: false, false: true}",
        "{\"foo\":\"123\",\"bar\":\"baz\"}", "{ \"foo\" : \"123\", \n\"bar\" : \"baz\" } ", " { \"foo\" :  1234567890 ,, \"bar\" : 0 }", " { ,,  , , }  ", "{\"a\"}", "{\"a\":}", "{:1}", "{\"a\":1",
        "{[1]:2}", "{{}:2}", "{\"a\":{\"b\":{\"c\":[1,2,{}]}}}", "[1,[2]]", "[[1],2]", "[\"a\",null]", "[true,null]", "[\"2019-08-23\"]", "[2019-08-23]", "[\"a\" \"b\"]", "[a,1]",
        "[\"true\"]", "[\"null\"]", "[null,null]", "[ 1 , 2 ]", "[\n1\n]", "[1}", "{1]", "[\"a]", "[\"a\"", "[1,2]]", "[1],[2]", "{\"a\":1}{\"b\":2}", "[+1,-1]", "[1e400,2]", "[\\\"a\\\"]"};
    private static final String[] DATES = {
        "2019-08-23", "14:34:54.346Z", "2019-08-23T14:34:54.346Z", "2019-08-23T14:34:54Z", "2019-13-45", "99:99:99.999Z", "2019-02-30", "2019-00-00", "0000-01-01", "0001-01-01",
        "1582-10-04", "1582-10-10", "1582-10-15", "1500-02-29", "1969-12-31", "9999-12-31", "9999-99-99", "14\\:34\\:54.346Z", "2019-08-23T14\\:34\\:54.346Z", "[\"14:34:54.346Z\"]", "[14:34:54.346Z]",
        "[2019-08-23T14:34:54.346Z,\"2019-01-23T15:12:34.567Z\"]", "{\"k1\":14:34:54.346Z}", "{\"k1\":\"14:34:54.346Z\"}", "{14:34:54.346Z:1}", "[\"2019-08-23\",5]", "[5,\"2019-08-23\"]", "[\"2019-08-23\",70000]",
        "[70000,\"2019-08-23\"]", "[\"14:34:54.346Z\",5]", "[\"14:34:54.346Z\",90000000]", "[90000000,\"14:34:54.346Z\"]", "[\"2019-08-23\",\"2019-08-23T14:34:54.346Z\"]", "[\"2019-08-23T14:34:54.346Z\",\"2019-08-23\"]",
        "[\"2019-08-23T14:34:54.346Z\",5]", "[5,\"2019-08-23T14:34:54.346Z\"]", "[\"2019-08-23\",1.5]", "2019-8-023", "2019--8-23", "2019-1E1-5", "12-3-4garb", "1-2-3 4567", "2019 -1-01", "2019- 1- 1", "2019-01-1 ", " 2019-08-23",
        "2019-08-23 ", "2019-NaN-1", "2019-08.23", "24:00:00.000Z", "00:00:00.000Z", "0:0:0.0Z   ", "1:2:3.4Zxxxx", "12:34:56.78 Z", "12:34:56,789Z", "00:30:00.000Z", "2019-03-31T02:30:00.000Z", "2019-10-27T02:30:00.000Z",
        "2019-03-10T02:30:00.000Z", "2019-11-03T01:30:00.000Z", "2019-08-23T14:34:54.3466", "1900-01-01T00:00:00.000Z", "123456-1-1", "99999-1-1x", "2019-08-2\u0663", "\u0662\u0660\u0661\u0669-08-23", "2019-08-23T1:2:3.4Zxxxx", "9E2-1-1abc",
        "2019-1E-1-5", "20190823", "1234567890", "12:34:5", "2019-08-23T14:34:54.346z", "2019-08-23t14:34:54.346Z", "1:1:1.1Z\u00e9\u00e9\u00e9\u00e9\u00e9"};
    private static final String[] PIECES = {"[", "]", "{", "}", ",", ":", "\"", "\\", " ", "null", "true", "1", "-2", "3.5", "300", "a", "\"b\"", "2019-08-23", "\"14:34:54.346Z\"", "1e40", "70000", "5000000000", "\t", "\u00e9"};

    private final Random random = new Random(5);

    List<byte[]> all() {
        List<byte[]> texts = dates();
        texts.add(0, null);
        add(texts, SCALARS);
        add(texts, COLLECTIONS);
        for (int count = 0; count < GENERATED; ++count) {
            texts.add(generated().getBytes(StandardCharsets.UTF_8));
        }
        texts.add(new byte[] {(byte) 0xFF});
        texts.add(new byte[] {'1', (byte) 0xC3});
        return texts;
    }

    List<byte[]> dates() {
        List<byte[]> texts = new ArrayList<>();
        add(texts, DATES);
        return texts;
    }

    private static void add(List<byte[]> texts, String[] more) {
        for (String text : more) {
            texts.add(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String generated() {
        if (random.nextInt(3) == 0) {
            StringBuilder text = new StringBuilder();
            for (int count = 1 + random.nextInt(9); count > 0; --count) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            return text.toString();
        }
        return random.nextInt(4) == 0 ? date() : value(3, random.nextBoolean());
    }

    /** Like a date, mostly. */
    private String date() {
        String date = random.nextInt(3000) + "-" + random.nextInt(14) + "-" + String.format("%02d", random.nextInt(33));
        String time = String.format("%02d:%02d:%02d.%03dZ", random.nextInt(26), random.nextInt(62), random.nextInt(62), random.nextInt(1000));
        int choice = random.nextInt(3);
        return choice == 0 ? date : choice == 1 ? time : String.format("%04d-%02d-%02dT", 1970 + random.nextInt(100), random.nextInt(14), random.nextInt(33)) + time;
    }

    /** With `mixed` the parts of a collection are of different types. */
    private String value(int depth, boolean mixed) {
        int kind = random.nextInt(depth > 0 ? 6 : 4);
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(4);
        switch (kind) {
            case 0:
                return Long.toString(random.nextLong() >> random.nextInt(64));
            case 1:
                return random.nextInt(2000) / 16.0 + "";
            case 2:
                return random.nextBoolean() ? "\"t" + random.nextInt(9) + "\"" : random.nextBoolean() + "";
            case 3:
                return SCALARS[random.nextInt(SCALARS.length)];
            case 4:
                for (int index = 0; index < count; ++index) {
                    text.append(index == 0 ? "" : ", ").append(mixed ? value(depth - 1, true) : random.nextInt(70000) + "");
                }
                return "[" + text + "]";
            default:
                for (int index = 0; index < count; ++index) {
                    text.append(index == 0 ? "" : ",").append(mixed ? value(0, true) : "\"k" + index + "\"").append(":").append(value(depth - 1, mixed));
                }
                return "{" + text + "}";
        }
    }
}

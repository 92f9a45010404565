// The fast reader must read what the exact reader reads, or nothing.
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "convert/json_fast_reader.hpp"
#include "convert/json_schema_reader.hpp"
#include "convert/json_text.hpp"
#include "flight_records.hpp"
#include "json_messages.hpp"

namespace kconnect::convert {

namespace {

constexpr std::string_view kMixedSchema =
    R"({"type":"struct","fields":[{"field":"i8","type":"int8","optional":true},)"
    R"({"field":"i16","type":"int16","optional":true,"default":5},)"
    R"({"field":"f","type":"float","optional":true},{"field":"d","type":"double","optional":true},)"
    R"({"field":"b","type":"bytes","optional":true},{"field":"t","type":"boolean","optional":true},)"
    R"({"field":"a","type":"array","optional":true,"items":{"type":"string","optional":true}},)"
    R"({"field":"m","type":"map","optional":true,"keys":{"type":"string"},"values":{"type":"int64"}},)"
    R"({"field":"s","type":"struct","optional":true,"fields":[{"field":"x","type":"int32"}]},)"
    R"({"field":"dec","type":"bytes","optional":true,"name":"org.apache.kafka.connect.data.Decimal",)"
    R"("parameters":{"scale":"2"}},{"field":"day","type":"int32","optional":true,)"
    R"("name":"org.apache.kafka.connect.data.Date"},{"field":"time","type":"int32","optional":true,)"
    R"("name":"org.apache.kafka.connect.data.Time"},{"field":"at","type":"int64","optional":true,)"
    R"("name":"org.apache.kafka.connect.data.Timestamp"}]})";

constexpr std::string_view kMixedPayload =
    R"({"i8":12,"i16":null,"f":1.25,"d":-0.5e3,"b":"QUI=","t":true,"a":["x","\u00e9\n",null],)"
    R"("m":{"k":1,"l":-2},"s":{"x":7},"dec":12.50,"day":19000,"time":86400000,"at":-5})";

/// Pieces that hurt JSON readers.
constexpr std::array<std::string_view, 48> kPieces{"{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   ",",
                                                   ":",
                                                   "\"",
                                                   "\\",
                                                   "null",
                                                   "true",
                                                   "false",
                                                   "0",
                                                   "-0",
                                                   "-0.0",
                                                   "00",
                                                   "1e400",
                                                   "1e-400",
                                                   "-1e-400",
                                                   "0e999999999",
                                                   "0e99999999999",
                                                   "9223372036854775807",
                                                   "9223372036854775808",
                                                   "-9223372036854775808",
                                                   "18446744073709551616",
                                                   "1.0",
                                                   "1E5",
                                                   "0.1",
                                                   "3.4028235677973366e38",
                                                   "1.00000017881393432617187501",
                                                   "\"\"",
                                                   "\"id\"",
                                                   "\"x\":1,",
                                                   "\\u0041",
                                                   "\\uD83D",
                                                   "\\uDE00",
                                                   "\xC3\xA9",
                                                   "\xFF",
                                                   "\xED\xA0\x80",
                                                   "\xC0\x80",
                                                   "\n",
                                                   " ",
                                                   "\t",
                                                   "\"i8\":1,",
                                                   "\"QQ==\"",
                                                   "\"QQ\"",
                                                   "\"a\\\"b\"",
                                                   "nul",
                                                   "2147483648"};

/// Reads by the exact way what JsonFastReader was given.
class ExactAnswer {
public:
    /// Absent when the document is refused, or when more than blanks follows its first value.
    std::optional<Value> read(std::string_view document, const Schema* schema, Arena& arena) {
        try {
            const JsonNode root = trees_.read_document(to_utf8_document(document, arena), arena);
            return JsonValueReader(true).read(schema, &root, arena);
        } catch (const ConnectException&) {
            return std::nullopt;
        }
    }

private:
    JsonTreeReader trees_;
};

bool same_bits(const Value& left, const Value& right);

bool same_entries(std::span<const MapEntry> left, std::span<const MapEntry> right) {
    for (std::size_t index = 0; index < left.size(); ++index) {
        if (!same_bits(left[index].key, right[index].key) ||
            !same_bits(left[index].value, right[index].value)) {
            return false;
        }
    }
    return true;
}

/// Equal to the last bit: 0.0 is not -0.0, the order of a map counts.
bool same_bits(const Value& left, const Value& right) {
    if (left.kind() != right.kind() || !(left == right)) {
        return false;
    }
    switch (left.kind()) {
        case ValueKind::kFloat32:
        case ValueKind::kFloat64: {
            const double a = left.to_real();
            const double b = right.to_real();
            return std::memcmp(&a, &b, sizeof(a)) == 0;
        }
        case ValueKind::kDecimal:
            return left.as_decimal().scale == right.as_decimal().scale;
        case ValueKind::kMap:
            return same_entries(left.as_map(), right.as_map());
        case ValueKind::kArray:
        case ValueKind::kStruct: {
            const auto a = left.kind() == ValueKind::kArray ? left.as_array() : left.as_struct();
            const auto b = left.kind() == ValueKind::kArray ? right.as_array() : right.as_struct();
            return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_bits);
        }
        default:
            return true;
    }
}

/// Damages documents. The same seed gives the same damage.
class Mutator {
public:
    explicit Mutator(std::uint32_t seed) : random_(seed) {}

    std::string mutate(std::string text) {
        const std::size_t changes = 1 + below(3);
        for (std::size_t change = 0; change < changes && !text.empty(); ++change) {
            change_once(text);
        }
        return text;
    }

private:
    void change_once(std::string& text) {
        const std::size_t at = below(text.size());
        const std::size_t length = std::min(1 + below(6), text.size() - at);
        switch (below(16)) {
            case 0:
                text.resize(at);
                break;
            case 1:
                text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
                break;
            case 2:
                replace_value(text, at, huge_number());
                break;
            case 3:
                nest(text, at);
                break;
            case 4:
                repeat_member(text, at);
                break;
            case 5:
                text.insert(at, 1 + below(3), static_cast<char>(0x80 + below(128)));
                break;
            case 6:
            case 7:
                text.erase(at, length);
                break;
            case 8:
            case 9:
                text.insert(at, kPieces[below(kPieces.size())]);
                break;
            case 10:
            case 11:
                text.replace(at, length, kPieces[below(kPieces.size())]);
                break;
            case 12:
                text[at] = static_cast<char>(below(256));
                break;
            default:
                replace_value(text, at, std::string(kPieces[below(kPieces.size())]));
        }
    }

    /// Puts `value` where the next value begins.
    static void replace_value(std::string& text, std::size_t at, const std::string& value) {
        const std::size_t colon = text.find(':', at);
        if (colon == std::string::npos) {
            return;
        }
        const std::size_t end = text.find_first_of(",}]", colon);
        text.replace(colon + 1, (end == std::string::npos ? text.size() : end) - colon - 1, value);
    }

    std::string huge_number() {
        std::string number(below(2) == 0 ? "-" : "");
        number.append(1 + below(below(10) == 0 ? 1100 : 40), static_cast<char>('0' + below(10)));
        if (below(2) == 0) {
            number.append(".").append(1 + below(40), static_cast<char>('0' + below(10)));
        }
        if (below(3) == 0) {
            number.append(below(2) == 0 ? "e" : "E-").append(std::to_string(below(1000)));
        }
        return number;
    }

    /// Deep nesting where the next value begins.
    void nest(std::string& text, std::size_t at) {
        const std::size_t depth = 1 + below(below(10) == 0 ? 1100 : 20);
        std::string nested(depth, '[');
        nested.append(below(8), '1').append(depth - below(2), ']');
        replace_value(text, at, nested);
    }

    /// A member once more, further on.
    void repeat_member(std::string& text, std::size_t at) {
        const std::size_t start = text.find("\"", at);
        const std::size_t end = start == std::string::npos ? start : text.find(',', start);
        if (end != std::string::npos) {
            const std::string member = text.substr(start, end - start + 1);
            const std::size_t next = text.find("\"", end + below(text.size() - end));
            text.insert(next == std::string::npos ? start : next, member);
        }
    }

    std::size_t below(std::size_t limit) { return random_() % limit; }

    std::mt19937 random_;
};

/// Draws mutations until the time is over: half a second, or KCONNECT_FUZZ_SECONDS. The seed is
/// printed; KCONNECT_FUZZ_SEED repeats a run.
class Fuzz {
public:
    explicit Fuzz(std::string_view original)
        : original_(original), seed_(chosen_seed()), mutator_(seed_), end_(Clock::now() + limit()) {
        std::cout << "KCONNECT_FUZZ_SEED=" << seed_ << '\n';
    }

    bool goes_on() {
        ++rounds_;
        return Clock::now() < end_ && !::testing::Test::HasFailure();
    }

    std::string next() { return mutator_.mutate(original_); }
    std::uint32_t seed() const { return seed_; }
    std::size_t rounds() const { return rounds_; }

private:
    using Clock = std::chrono::steady_clock;

    static std::uint32_t chosen_seed() {
        const char* const seed = std::getenv("KCONNECT_FUZZ_SEED");
        return seed == nullptr ? std::random_device{}()
                               : static_cast<std::uint32_t>(std::stoul(seed));
    }

    static std::chrono::milliseconds limit() {
        const char* const seconds = std::getenv("KCONNECT_FUZZ_SECONDS");
        return seconds == nullptr ? std::chrono::milliseconds(500)
                                  : std::chrono::seconds(std::stoi(seconds));
    }

    std::string original_;
    std::uint32_t seed_;
    Mutator mutator_;
    Clock::time_point end_;
    std::size_t rounds_ = 0;
};

SchemaPtr schema_from(std::string_view text) {
    Arena arena;
    JsonTreeReader trees;
    const JsonNode node = trees.read_document(text, arena);
    return read_schema(node, JsonValueReader(true));
}

/// The fast reader must find what the exact one finds, or nothing; and often enough something.
void expect_agreement(std::string_view original, const Schema* schema) {
    Fuzz fuzz(original);
    JsonFastReader fast;
    ExactAnswer exact;
    const TypePlan plan = make_reading_plan(schema, true);
    Arena arena;
    std::size_t read_fast = 0;
    while (fuzz.goes_on()) {
        arena.clear();
        const std::string document = fuzz.next();
        const auto quick = fast.read(document, plan, arena);
        if (!quick.has_value()) {
            continue;
        }
        ++read_fast;
        const auto right = exact.read(document, schema, arena);
        EXPECT_TRUE(right.has_value() && same_bits(*quick, *right))
            << "seed " << fuzz.seed() << ": " << document;
    }
    EXPECT_GT(read_fast, fuzz.rounds() / 100);
}

/// What a converter makes of a message: data, or the text of its error.
struct Answer {
    SchemaAndValue data;
    std::string error;
};

Answer answer_of(JsonFixture& json, const std::string& message) {
    try {
        return {json.read(message), {}};
    } catch (const DataException& error) {
        return {{}, error.what()};
    }
}

bool same_answer(const Answer& left, const Answer& right) {
    const Schema* one = left.data.schema;
    const Schema* other = right.data.schema;
    const bool same_schema = one == other || (one != nullptr && other != nullptr && *one == *other);
    return same_schema && left.error == right.error && same_bits(left.data.value, right.data.value);
}

}  // namespace

TEST(JsonDifferential, AgreesOnPlainRecords) {
    expect_agreement(flight_payload(7), nullptr);
}

TEST(JsonDifferential, AgreesOnNestedPlainDocuments) {
    expect_agreement(kMixedPayload, nullptr);
}

TEST(JsonDifferential, AgreesOnRecordsWithASchema) {
    const SchemaPtr schema = schema_from(flight_schema());
    expect_agreement(flight_payload(7), schema.get());
}

TEST(JsonDifferential, AgreesOnAllTypes) {
    const SchemaPtr schema = schema_from(kMixedSchema);
    expect_agreement(kMixedPayload, schema.get());
}

TEST(JsonDifferential, AnswersAsAConverterThatHasSeenNothingBefore) {
    const std::string original = envelope(kMixedSchema, kMixedPayload);
    Fuzz fuzz(original);
    JsonFixture used;
    while (fuzz.goes_on()) {
        used.memory.clear();
        used.read(original);
        const std::string message = fuzz.next();
        JsonFixture fresh;
        EXPECT_TRUE(same_answer(answer_of(used, message), answer_of(fresh, message)))
            << "seed " << fuzz.seed() << ": " << message;
    }
}

TEST(JsonDifferential, TakesUsualRecordsFast) {
    JsonFastReader fast;
    Arena arena;
    const SchemaPtr flight = schema_from(wide_flight_schema());
    const SchemaPtr mixed = schema_from(kMixedSchema);
    EXPECT_TRUE(fast.read(wide_flight_payload(7), TypePlan(), arena).has_value());
    EXPECT_TRUE(fast.read(wide_flight_payload(7), make_reading_plan(flight.get(), true), arena)
                    .has_value());
    EXPECT_TRUE(fast.read(kMixedPayload, make_reading_plan(mixed.get(), true), arena).has_value());
    EXPECT_TRUE(fast.read("[-0.59223372036854775807]", TypePlan(), arena).has_value());
    EXPECT_TRUE(fast.read("{}", make_reading_plan(mixed.get(), true), arena).has_value());
    EXPECT_TRUE(fast.read(R"({ "at" : 1 , "i8" : 2 })", make_reading_plan(mixed.get(), true), arena)
                    .has_value());
}

}  // namespace kconnect::convert

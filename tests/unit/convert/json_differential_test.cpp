// The fast reader must read what the exact reader reads, or nothing.
#include <array>
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
        switch (below(5)) {
            case 0:
                text.erase(at, length);
                break;
            case 1:
                text.insert(at, kPieces[below(kPieces.size())]);
                break;
            case 2:
                text.replace(at, length, kPieces[below(kPieces.size())]);
                break;
            case 3:
                text[at] = static_cast<char>(below(256));
                break;
            default:
                replace_number(text, at);
        }
    }

    /// Puts a piece where the next value begins.
    void replace_number(std::string& text, std::size_t at) {
        const std::size_t colon = text.find(':', at);
        if (colon == std::string::npos) {
            return;
        }
        const std::size_t end = text.find_first_of(",}]", colon);
        text.replace(colon + 1,
                     (end == std::string::npos ? text.size() : end) - colon - 1,
                     kPieces[below(kPieces.size())]);
    }

    std::size_t below(std::size_t limit) { return random_() % limit; }

    std::mt19937 random_;
};

SchemaPtr schema_from(std::string_view text) {
    Arena arena;
    JsonTreeReader trees;
    const JsonNode node = trees.read_document(text, arena);
    return read_schema(node, JsonValueReader(true));
}

struct Outcome {
    std::size_t fast = 0;
    std::size_t differences = 0;
};

Outcome compare(std::string_view original, const Schema* schema, std::size_t rounds) {
    const std::uint32_t seed = std::random_device{}();
    std::cout << "seed " << seed << '\n';
    Mutator mutator(seed);
    JsonFastReader fast;
    ExactAnswer exact;
    const TypePlan plan = make_reading_plan(schema, true);
    Arena arena;
    Outcome outcome;
    for (std::size_t round = 0; round < rounds; ++round) {
        arena.clear();
        const std::string document = mutator.mutate(std::string(original));
        const auto quick = fast.read(document, plan, arena);
        if (!quick.has_value()) {
            continue;
        }
        ++outcome.fast;
        const auto right = exact.read(document, schema, arena);
        if (!right.has_value() || !same_bits(*quick, *right)) {
            ++outcome.differences;
            ADD_FAILURE() << "seed " << seed << ": " << document;
        }
    }
    return outcome;
}

constexpr std::size_t kRounds = 50000;

}  // namespace

TEST(JsonDifferential, AgreesOnPlainRecords) {
    const Outcome outcome = compare(flight_payload(7), nullptr, kRounds);
    EXPECT_EQ(outcome.differences, 0U);
    EXPECT_GT(outcome.fast, kRounds / 50);
}

TEST(JsonDifferential, AgreesOnNestedPlainDocuments) {
    const Outcome outcome = compare(kMixedPayload, nullptr, kRounds);
    EXPECT_EQ(outcome.differences, 0U);
    EXPECT_GT(outcome.fast, kRounds / 50);
}

TEST(JsonDifferential, AgreesOnRecordsWithASchema) {
    const SchemaPtr schema = schema_from(kFlightSchema);
    const Outcome outcome = compare(flight_payload(7), schema.get(), kRounds);
    EXPECT_EQ(outcome.differences, 0U);
    EXPECT_GT(outcome.fast, kRounds / 50);
}

TEST(JsonDifferential, AgreesOnAllTypes) {
    const SchemaPtr schema = schema_from(kMixedSchema);
    const Outcome outcome = compare(kMixedPayload, schema.get(), kRounds);
    EXPECT_EQ(outcome.differences, 0U);
    EXPECT_GT(outcome.fast, kRounds / 50);
}

TEST(JsonDifferential, TakesUsualRecordsFast) {
    JsonFastReader fast;
    Arena arena;
    const SchemaPtr flight = schema_from(kWideFlightSchema);
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

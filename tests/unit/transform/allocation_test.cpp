// Counts what a chain takes from the heap for a record once it knows the schema: nothing.
#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transform/transformation_chain.hpp"
#include "transforms.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

}  // namespace

// Not inlined: GCC would see one of a pair without the other and warn.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) {
        return memory;
    }
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

namespace kconnect::test {
namespace {

struct Step {
    const char* name;
    ConfigMap config;
};

const Step kSteps[] = {
    {"InsertField$Value",
     {{"topic.field", "t"}, {"offset.field", "o"}, {"static.field", "s"}, {"static.value", "x"}}},
    {"Cast$Value", {{"spec", "o:string,a:float64"}}},
    {"Cast$Value", {{"spec", "o:int64,a:int64"}}},
    {"InsertField$Key", {{"timestamp.field", "at"}}},
    {"TimestampRouter", {}},
    {"RegexRouter", {{"regex", "(.*)-1970(.*)"}, {"replacement", "$1$2"}}},
    {"ReplaceField$Value", {{"exclude", "o"}, {"renames", "a:b2"}}},
    {"SetSchemaMetadata$Key", {{"schema.name", "other"}}},
    {"HoistField$Value", {{"field", "outer"}}},
    {"ExtractField$Value", {{"field", "outer"}}},
    {"ValueToKey", {{"fields", "t,s"}}},
    {"InsertHeader", {{"header", "dropped"}, {"value.literal", "[1,2]"}}},
    {"DropHeaders", {{"headers", "dropped"}}},
    {"HeaderFrom$Value", {{"fields", "b2"}, {"headers", "h"}, {"operation", "move"}}},
    {"MaskField$Key", {{"fields", "id"}, {"replacement", "5"}}},
    {"Flatten$Value", {{"delimiter", "_"}}},
};

transform::TransformationChain chain_of_all() {
    std::vector<transform::ChainLink> links;
    for (const Step& step : kSteps) {
        auto transformation = make_builtin<Transformation>(step.name);
        transformation->configure(step.config);
        auto predicate = make_builtin<Predicate>("predicates.TopicNameMatches");
        predicate->configure({{"pattern", "flight.*"}});
        links.push_back({std::move(transformation), step.name, std::move(predicate), false});
    }
    return transform::TransformationChain(std::move(links));
}

/// A record's parts, as a converter leaves them.
std::vector<SinkRecord> records_with_two_schemas(Arena& arena) {
    static const SchemaPtr key = struct_schema("Key", {{"id", int64_schema()}});
    static const SchemaPtr one = struct_schema("One", {{"a", int64_schema()}});
    static const SchemaPtr two =
        struct_schema("Two", {{"a", int64_schema()}, {"b", string_schema(true)}});
    std::vector<SinkRecord> records(100);
    for (std::size_t index = 0; index < records.size(); ++index) {
        SinkRecord& record = records[index];
        record.topic = "flights";
        record.timestamp = 1000;
        record.key_schema = key.get();
        record.key = list(7).make(key.get(), arena);
        const bool is_one = index % 3 == 0;
        record.value_schema = (is_one ? one : two).get();
        record.value =
            is_one ? list(1).make(one.get(), arena) : list(1, "text").make(two.get(), arena);
        if (index % 5 == 0) {
            record.value_schema = nullptr;
            record.value = entries({{"a", 1}}).make(nullptr, arena);
        }
    }
    return records;
}

/// Change events of Debezium: inserts and deletes, with a header that says what to leave out.
std::vector<SinkRecord> change_events(Arena& arena) {
    static const SchemaPtr optional_row = SchemaBuilder(SchemaType::kStruct)
                                              .optional()
                                              .field("id", int64_schema())
                                              .field("a", string_schema(true))
                                              .build();
    static const SchemaPtr source = struct_schema("Source", {{"lsn", int64_schema()}});
    static const SchemaPtr event = struct_schema("x.Envelope",
                                                 {{"before", optional_row},
                                                  {"after", optional_row},
                                                  {"op", string_schema()},
                                                  {"source", source}});
    static const SchemaPtr names =
        SchemaBuilder(SchemaType::kArray).values(string_schema()).build();
    std::vector<SinkRecord> records(100);
    for (std::size_t index = 0; index < records.size(); ++index) {
        SinkRecord& record = records[index];
        record.topic = "flights";
        record.value_schema = event.get();
        const bool is_delete = index % 3 == 0;
        const Literal before = is_delete ? list(1, "old") : Literal(nullptr);
        const Literal after =
            is_delete ? Literal(nullptr) : list(1, "a text beyond the small ones");
        record.value = list(before, after, is_delete ? "d" : "c", list(7)).make(event.get(), arena);
        const auto headers = arena.make_array<Header>(1);
        headers[0] = {"dropped", names.get(), list("a").make(names.get(), arena)};
        record.headers = headers;
    }
    return records;
}

TEST(TransformationAllocation, IsNoneForChangeEvents) {
    Arena arena;
    const auto records = change_events(arena);
    auto unwrap = make_builtin<Transformation>("io.debezium.transforms.ExtractNewRecordState");
    unwrap->configure({{"delete.tombstone.handling.mode", "rewrite"},
                       {"add.fields", "op,lsn"},
                       {"add.headers", "op"},
                       {"drop.fields.header.name", "dropped"}});
    BatchMemory memory;
    std::size_t before = 0;
    for (int round = 0; round < 3; ++round) {
        before = allocations;
        memory.clear();
        for (SinkRecord record : records) {
            ASSERT_TRUE(unwrap->apply(record, &record, memory));
        }
    }
    EXPECT_EQ(allocations - before, 0U);
}

TEST(TransformationAllocation, IsNoneOnceTheSchemasAreKnown) {
    Arena arena;
    const auto records = records_with_two_schemas(arena);
    auto chain = chain_of_all();
    BatchMemory memory;
    std::size_t before = 0;
    for (int round = 0; round < 3; ++round) {
        before = allocations;
        memory.clear();
        for (SinkRecord record : records) {
            const auto result =
                chain.apply(record, memory, [](const auto& /*name*/, const auto& operation) {
                    operation();
                    return true;
                });
            ASSERT_EQ(result, transform::ChainResult::kKept);
        }
    }
    EXPECT_EQ(allocations - before, 0U);
}

}  // namespace
}  // namespace kconnect::test

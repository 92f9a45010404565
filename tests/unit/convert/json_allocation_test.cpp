// Counts what reading a stream of usual records takes from the heap: nothing.
#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#include <gtest/gtest.h>

#include "convert/simple_header_converter.hpp"
#include "flight_records.hpp"
#include "json_messages.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size) noexcept {
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}

void* counted_or_throw(std::size_t size) {
    void* const memory = counted(size);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}

}  // namespace

void* operator new(std::size_t size) {
    return counted_or_throw(size);
}
void* operator new[](std::size_t size) {
    return counted_or_throw(size);
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return counted(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

namespace kconnect::convert {

namespace {

std::size_t allocations_of_second_round(JsonFixture& json,
                                        const std::vector<std::string>& messages) {
    std::size_t before = 0;
    for (int round = 0; round < 3; ++round) {
        before = allocations;
        json.memory.clear();
        for (const std::string& message : messages) {
            json.read_in_place(message);
        }
    }
    return allocations - before;
}

}  // namespace

TEST(JsonAllocation, IsNoneForPlainRecords) {
    JsonFixture json(plain_json());
    std::vector<std::string> messages;
    for (int number = 0; number < 1000; ++number) {
        messages.push_back(flight_payload(number));
    }
    EXPECT_EQ(allocations_of_second_round(json, messages), 0U);
}

TEST(JsonAllocation, IsNoneForEnvelopedRecords) {
    JsonFixture json;
    std::vector<std::string> messages;
    for (int number = 0; number < 1000; ++number) {
        messages.push_back(envelope(flight_schema(), flight_payload(number)));
    }
    EXPECT_EQ(allocations_of_second_round(json, messages), 0U);
}

TEST(JsonAllocation, IsNoneForScalarKeys) {
    JsonFixture json;
    std::vector<std::string> messages;
    for (int number = 0; number < 1000; ++number) {
        messages.push_back(
            envelope(R"({"type":"int64","optional":false})", std::to_string(number)));
    }
    EXPECT_EQ(allocations_of_second_round(json, messages), 0U);
}

TEST(HeaderAllocation, IsNoneForHeadersThatComeAgain) {
    SimpleHeaderConverter headers("UTC");
    BatchMemory memory;
    std::size_t before = 0;
    for (int round = 0; round < 3; ++round) {
        before = allocations;
        memory.clear();
        for (const char* text : {"trace-id",
                                 "12",
                                 "0.25",
                                 "true",
                                 "2019-08-23",
                                 "2019-08-23T14:34:54.346Z",
                                 "[1,2,300]",
                                 "{\"a\":1,\"b\":2.5}",
                                 "9223372036854775808"}) {
            headers.to_connect_header("topic", {"key", text}, memory);
        }
    }
    EXPECT_EQ(allocations - before, 0U);
}

}  // namespace kconnect::convert

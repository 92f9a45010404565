#include "dead_letter.hpp"

#include <utility>

#include <kconnect/errors.hpp>

#include "error_reporter.hpp"

namespace kconnect::runtime {

namespace {

std::optional<std::string> copy(const std::optional<std::string_view>& bytes) {
    return bytes ? std::optional<std::string>(*bytes) : std::nullopt;
}

void add_headers(DeadLetter& letter, std::span<const RawHeader> headers) {
    for (const RawHeader& header : headers) {
        letter.headers.push_back({std::string(header.key), copy(header.value)});
    }
}

/// In Connect's order; an exception without a message has a header without a value.
void add_context_headers(DeadLetter& letter, const ErrantRecord& record, const TaskId& task) {
    const auto add = [&letter](const char* name, std::optional<std::string> value) {
        letter.headers.push_back({std::string("__connect.errors.") + name, std::move(value)});
    };
    std::string message = describe(record.error);
    add("topic", std::string(record.original->topic));
    add("partition", std::to_string(record.original->partition));
    add("offset", std::to_string(record.original->offset));
    add("connector.name", task.connector);
    add("task.id", std::to_string(task.task));
    add("stage", std::string(name_of(record.stage)));
    add("class.name", record.executing_class);
    add("exception.class.name", java_class_name(record.error));
    add("exception.message",
        message.empty() ? std::nullopt : std::optional<std::string>(std::move(message)));
    add("exception.stacktrace", stack_trace(record.error));
}

std::optional<std::string_view> view(const std::optional<std::string>& bytes) {
    return bytes ? std::optional<std::string_view>(*bytes) : std::nullopt;
}

}  // namespace

DeadLetter make_dead_letter(const ErrantRecord& record,
                            std::span<const RawHeader> extra_headers,
                            const TaskId& task,
                            bool context_headers) {
    const RawRecord& original = *record.original;
    DeadLetter letter;
    letter.source = {std::string(original.topic), original.partition};
    letter.offset = original.offset;
    letter.timestamp = original.timestamp;
    letter.key = copy(original.key);
    letter.value = copy(original.value);
    add_headers(letter, original.headers);
    if (context_headers) {
        add_context_headers(letter, record, task);
    }
    add_headers(letter, extra_headers);
    return letter;
}

kafka::OutgoingRecord outgoing(const DeadLetter& letter,
                               const std::string& topic,
                               std::vector<RawHeader>& headers) {
    headers.clear();
    for (const DeadLetter::Header& header : letter.headers) {
        headers.push_back({header.key, view(header.value)});
    }
    return {.topic = topic,
            .partition = std::nullopt,
            .key = view(letter.key),
            .value = view(letter.value),
            .headers = headers,
            .timestamp = letter.timestamp};
}

}  // namespace kconnect::runtime

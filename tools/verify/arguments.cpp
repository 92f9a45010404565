#include "verify/arguments.hpp"

#include <charconv>
#include <cstdint>
#include <limits>

#include <fmt/format.h>

namespace kconnect::verify {

namespace {

/// The words, read from front to back.
class Words {
public:
    explicit Words(std::span<const char* const> words) : words_(words) {}

    bool at_end() const noexcept { return next_ == words_.size(); }
    std::string_view take() { return words_[next_++]; }
    std::string_view value_of(std::string_view option) {
        if (at_end()) {
            throw UsageError(fmt::format("{} needs a value", option));
        }
        return take();
    }

private:
    std::span<const char* const> words_;
    std::size_t next_ = 0;
};

std::uint32_t number_of(std::string_view option, std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw UsageError(fmt::format("{}: '{}' is no whole number from 0 to {}",
                                     option,
                                     text,
                                     std::numeric_limits<std::uint32_t>::max()));
    }
    return number;
}

void take_option(std::string_view option, Words& words, Arguments& arguments) {
    if (option == "--repair") {
        arguments.repairs = true;
    } else if (option == "--repair-extra") {
        arguments.repairs_extra = true;
    } else if (option == "--quiet") {
        arguments.quiet = true;
    } else if (option == "--help") {
        arguments.shows_help = true;
    } else if (option == "--report") {
        arguments.report_file = words.value_of(option);
    } else if (option == "--topic") {
        arguments.topic = words.value_of(option);
    } else if (option == "--settle") {
        arguments.settle = std::chrono::seconds(number_of(option, words.value_of(option)));
    } else if (option == "--timeout") {
        arguments.timeout = std::chrono::seconds(number_of(option, words.value_of(option)));
    } else if (option == "--rows") {
        arguments.listed_rows = number_of(option, words.value_of(option));
    } else {
        throw UsageError(fmt::format("Unknown option '{}'", option));
    }
}

}  // namespace

Arguments parse_arguments(std::span<const char* const> words) {
    Arguments arguments;
    Words left(words);
    int files = 0;
    while (!left.at_end()) {
        const std::string_view word = left.take();
        if (word.starts_with("--")) {
            take_option(word, left, arguments);
        } else if (files < 2) {
            (files++ == 0 ? arguments.worker_file : arguments.sink_file) = word;
        } else {
            throw UsageError(fmt::format("'{}' is one file too many", word));
        }
    }
    if (!arguments.shows_help && files < 2) {
        throw UsageError("A worker's file and a sink's file are needed");
    }
    return arguments;
}

std::string_view usage_text() {
    return "usage: kconnect-verify worker.properties sink.properties [option...]\n"
           "Compares the topics of a JDBC sink with the tables that it writes.\n"
           "  --repair         send again what is missing, stale or different\n"
           "  --repair-extra   delete the rows that no record accounts for\n"
           "  --report FILE    write the result as JSON\n"
           "  --topic T        only the table of this topic\n"
           "  --settle SECONDS how long rows may take to become equal (10)\n"
           "  --timeout SECONDS how long the database may be silent, 0 for ever (60)\n"
           "  --rows N         how many of the differing rows to print (20)\n"
           "  --quiet          print nothing but errors\n"
           "  --help           print this\n"
           "exit code: 0 equal, 1 different, 2 usage or configuration, 3 unreachable\n";
}

}  // namespace kconnect::verify

#include "rest/create_request.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>

namespace kconnect::rest {
namespace {

constexpr std::string_view kRequestClass =
    "org.apache.kafka.connect.runtime.rest.entities.CreateConnectorRequest";
constexpr std::string_view kNoBody =
    "Cannot invoke "
    "\"org.apache.kafka.connect.runtime.rest.entities.CreateConnectorRequest.name()\" because "
    "\"createRequest\" is null";

constexpr std::string_view kNoConfig =
    "Cannot invoke \"java.util.Map.get(Object)\" because \"connectorConfig\" is null";
/// The member that holds the configuration.
constexpr std::string_view kConfigKey = "config";

/// Walks over a text and tells its owner how far it is.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, std::size_t& count) : at_(at), count_(&count) {}

    reference operator*() const { return *at_; }
    CountingIterator& operator++() {
        ++at_;
        ++*count_;
        return *this;
    }
    friend bool operator==(const CountingIterator& left, const CountingIterator& right) {
        return left.at_ == right.at_;
    }
    friend bool operator!=(const CountingIterator& left, const CountingIterator& right) {
        return left.at_ != right.at_;
    }

private:
    const char* at_;
    std::size_t* count_;
};

/// Receives the parts of the body in order, with their own spelling; what does not fit throws.
class BodyReader : public nlohmann::json_sax<nlohmann::json> {
public:
    /// Which body it is: that of POST /connectors, or the configuration alone.
    enum class Form : std::uint8_t { kRequest, kConfig };

    BodyReader(std::string_view body, Form form) : body_(body), is_alone_(form == Form::kConfig) {
        if (is_alone_) {
            key_ = kConfigKey;
            depth_ = 1;
        }
    }

    /// All of the body's first value; what follows it is ignored, as in Java.
    NewConnector read() {
        constexpr bool kTextMayFollow = false;
        nlohmann::json::sax_parse(CountingIterator(body_.data(), count_),
                                  CountingIterator(body_.data() + body_.size(), count_),
                                  this,
                                  nlohmann::json::input_format_t::json,
                                  kTextMayFollow);
        if (unknown_) {
            fail(fmt::format("Unrecognized field \"{}\" (class {}), not marked as ignorable (3 "
                             "known properties: \"config\", \"name\", \"initial_state\"])",
                             *unknown_,
                             kRequestClass),
                 count_ + 1,
                 fmt::format("{}[\"{}\"]", kRequestClass, *unknown_));
        }
        if (!has_config_) {
            throw ConnectException(std::string(kNoConfig));
        }
        return std::move(result_);
    }

    bool null() override { return scalar(std::nullopt, "Null", "VALUE_NULL"); }
    bool boolean(bool value) override {
        return value ? scalar("true", "Boolean", "VALUE_TRUE")
                     : scalar("false", "Boolean", "VALUE_FALSE");
    }
    bool number_integer(std::int64_t value) override {
        return scalar(std::to_string(value), "Integer", "VALUE_NUMBER_INT");
    }
    bool number_unsigned(std::uint64_t value) override {
        return scalar(std::to_string(value), "Integer", "VALUE_NUMBER_INT");
    }
    bool number_float(double /*value*/, const std::string& text) override {
        return scalar(text, "Floating-point", "VALUE_NUMBER_FLOAT");
    }
    bool string(std::string& text) override { return scalar(text, "String", "VALUE_STRING"); }
    bool binary(nlohmann::json::binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*size*/) override {
        const bool is_config = depth_ == 1 && key_ == kConfigKey;
        if (is_config) {
            result_.config.clear();
            result_.nulls.clear();
            has_config_ = true;
        }
        if (depth_ > 0 && !is_config) {
            refuse("Object", "START_OBJECT");
        }
        ++depth_;
        return true;
    }
    bool start_array(std::size_t /*size*/) override {
        refuse("Array", "START_ARRAY");
        ++depth_;
        return true;
    }
    bool end_object() override { return end(); }
    bool end_array() override { return end(); }

    bool key(std::string& name) override {
        if (depth_ > 1 && is_unknown()) {
            return true;
        }
        if (depth_ == 2) {
            config_key_ = name;
            result_.config.erase(name);
            std::erase(result_.nulls, name);
            return true;
        }
        key_ = name;
        if (is_unknown() && !unknown_) {
            unknown_ = name;
        }
        return true;
    }

    bool parse_error(std::size_t position,
                     const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        if (position == 0 || position > body_.size() || count_ >= body_.size()) {
            fail("Unexpected end-of-input within/between Object entries", body_.size() + 1);
        }
        // A word that does not fit is read a little way: Java names its first character.
        auto at = position - 1;
        while (at > 0 && std::isalnum(static_cast<unsigned char>(body_[at])) &&
               std::isalnum(static_cast<unsigned char>(body_[at - 1]))) {
            --at;
        }
        fail(fmt::format("Unexpected character ('{}' (code {})): was expecting a JSON object",
                         body_.substr(at, 1),
                         static_cast<unsigned char>(body_[at])),
             at + 1);
    }

private:
    /// At a member that nobody knows, or inside its value.
    bool is_unknown() const {
        return depth_ > 0 && key_ != "name" && key_ != kConfigKey && key_ != "initial_state";
    }

    bool end() {
        --depth_;
        return true;
    }

    bool scalar(const std::optional<std::string>& text,
                std::string_view kind,
                std::string_view token) {
        if (depth_ == 0 && !text) {
            throw ConnectException(std::string(kNoBody));
        }
        if (is_unknown()) {
            return true;
        }
        if (depth_ == 2 && text) {
            result_.config.insert_or_assign(config_key_, *text);
        } else if (depth_ == 2) {
            result_.nulls.push_back(config_key_);
        } else if (depth_ == 1 && key_ == "name") {
            result_.name = text.value_or("");
        } else if (depth_ == 1 && key_ == "initial_state") {
            take_state(text);
        } else if (depth_ == 1 && !text) {
            has_config_ = false;
        } else {
            refuse(kind, token);
        }
        return true;
    }

    void take_state(const std::optional<std::string>& text) {
        std::string word = text.value_or("RUNNING");
        std::transform(word.begin(), word.end(), word.begin(), [](unsigned char character) {
            return static_cast<char>(std::toupper(character));
        });
        if (word == "RUNNING") {
            result_.target_state = TargetState::kRunning;
        } else if (word == "PAUSED") {
            result_.target_state = TargetState::kPaused;
        } else if (word == "STOPPED") {
            result_.target_state = TargetState::kStopped;
        } else {
            fail(fmt::format("Cannot construct instance of `{0}$InitialState`, problem: No enum "
                             "constant {0}.InitialState.{1}",
                             kRequestClass,
                             word),
                 start_of_scalar(),
                 fmt::format("{}[\"initial_state\"]", kRequestClass));
        }
    }

    /// A value of the wrong kind; those of unknown members do not matter.
    void refuse(std::string_view kind, std::string_view token) {
        if (is_unknown()) {
            return;
        }
        std::string type(kRequestClass);
        std::string chain;
        if (depth_ == 2) {
            type = "java.lang.String";
            chain = fmt::format("{}java.util.LinkedHashMap[\"{}\"]",
                                is_alone_ ? "" : fmt::format("{}[\"config\"]->", kRequestClass),
                                config_key_);
        } else if (depth_ == 1) {
            type = key_ == kConfigKey ? "java.util.LinkedHashMap<java.lang.String,java.lang.String>"
                                      : "java.lang.String";
            chain = is_alone_ ? "" : fmt::format("{}[\"{}\"]", kRequestClass, key_);
        }
        const bool is_nesting = token.starts_with("START_");
        fail(fmt::format("Cannot deserialize value of type `{}` from {} value (token "
                         "`JsonToken.{}`)",
                         type,
                         kind,
                         token),
             is_nesting ? count_ : start_of_scalar(),
             chain);
    }

    /// The column of a string's or a word's first character, when it has just been read.
    std::size_t start_of_scalar() const {
        const auto is_word = [this](std::size_t at) {
            const auto character = static_cast<unsigned char>(body_[at - 1]);
            return std::isalnum(character) || character == '-' || character == '+' ||
                   character == '.';
        };
        std::size_t at = std::min(count_, body_.size());
        if (body_[at - 1] != '"') {
            // The end of a number is only seen behind it.
            at -= is_word(at) || at == 1 ? 0 : 1;
            while (at > 1 && is_word(at - 1)) {
                --at;
            }
            return at;
        }
        for (--at; at > 0; --at) {
            const auto escapes = body_.substr(0, at - 1).find_last_not_of('\\');
            const auto backslashes = at - 1 - (escapes == std::string_view::npos ? 0 : escapes + 1);
            if (body_[at - 1] == '"' && backslashes % 2 == 0) {
                return at;
            }
        }
        return 1;
    }

    /// `position` counts the body's bytes from 1; `chain` is how Java names the place.
    [[noreturn]] void fail(const std::string& problem,
                           std::size_t position,
                           std::string_view chain = {}) const {
        const auto before = body_.substr(0, std::min(position - 1, body_.size()));
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const auto last = before.find_last_of('\n');
        const auto column = position - (last == std::string_view::npos ? 0 : last + 1);
        throw ConnectException(fmt::format(
            "{}\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); "
            "line: {}, column: {}]{}",
            problem,
            line,
            column,
            chain.empty() ? "" : fmt::format(" (through reference chain: {})", chain)));
    }

    std::string_view body_;
    const bool is_alone_;
    std::size_t count_ = 0;  ///< Bytes that were read.
    NewConnector result_;
    bool has_config_ = false;
    std::string key_;         ///< The member of the body that we are at.
    std::string config_key_;  ///< The member of `config`.
    std::optional<std::string> unknown_;
    int depth_ = 0;  ///< 1 inside the body's object, 2 inside `config`.
};

/// Java's String.trim().
std::string trimmed(std::string_view text) {
    const auto is_visible = [](unsigned char character) { return character > ' '; };
    const auto* const begin = std::find_if(text.begin(), text.end(), is_visible);
    const auto end = std::find_if(text.rbegin(), text.rend(), is_visible).base();
    return begin == text.end() ? "" : std::string(begin, end);
}

/// Adds the name where it is missing; another name is an error.
void complete_name(NewConnector& connector) {
    const auto [name, is_added] = connector.config.emplace("name", connector.name);
    if (!is_added && name->second != connector.name) {
        throw BadRequestException(
            fmt::format("Connector name configuration ({}) doesn't match connector name in the URL "
                        "({})",
                        name->second,
                        connector.name));
    }
    std::erase(connector.nulls, "name");
}

}  // namespace

NewConnector parse_create_request(std::string_view body) {
    if (body.empty()) {
        throw ConnectException(std::string(kNoBody));
    }
    auto connector = BodyReader(body, BodyReader::Form::kRequest).read();
    connector.name = trimmed(connector.name);
    complete_name(connector);
    return connector;
}

NewConnector parse_config_body(std::string_view body, const std::string& name) {
    auto connector = parse_config_patch(body, name);
    complete_name(connector);
    return connector;
}

NewConnector parse_config_patch(std::string_view body, const std::string& name) {
    if (body.empty()) {
        throw ConnectException(std::string(kNoConfig));
    }
    auto connector = BodyReader(body, BodyReader::Form::kConfig).read();
    connector.name = name;
    return connector;
}

}  // namespace kconnect::rest

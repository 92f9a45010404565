#include "config/json_config.hpp"

#include <cstdint>

#include <nlohmann/json.hpp>

namespace kconnect {
namespace {

/// Receives the parts of a JSON text in order; keeps the scalars' own spelling, which a tree of
/// numbers would lose.
class Reader : public nlohmann::json_sax<nlohmann::json> {
public:
    bool null() override { return scalar(std::nullopt); }
    bool boolean(bool value) override { return scalar(value ? "true" : "false"); }
    bool number_integer(std::int64_t value) override { return scalar(std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) override { return scalar(std::to_string(value)); }
    bool number_float(double /*value*/, const std::string& text) override { return scalar(text); }
    bool string(std::string& text) override { return scalar(text); }
    bool binary(nlohmann::json::binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*size*/) override {
        if (depth_ == 1 && key_ == "config") {
            result_.config.emplace();
            ++depth_;
            return true;
        }
        return start_nested();
    }
    bool start_array(std::size_t /*size*/) override { return depth_ > 0 && start_nested(); }
    bool end_object() override { return end(); }
    bool end_array() override { return end(); }

    bool key(std::string& name) override {
        if (JsonScalars* scalars = current()) {
            forget(*scalars, name);
            key_ = name;
        }
        return true;
    }

    bool parse_error(std::size_t /*position*/,
                     const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        return false;
    }

    JsonConfig take() { return std::move(result_); }

private:
    /// The level that the next member belongs to; null deeper down and inside arrays.
    JsonScalars* current() {
        if (ignored_ > 0 || depth_ == 0) {
            return nullptr;
        }
        return depth_ == 1 ? &result_.top : &*result_.config;
    }

    /// A later member replaces an earlier one of the same name.
    void forget(JsonScalars& scalars, const std::string& name) {
        scalars.texts.erase(name);
        scalars.nulls.erase(name);
        scalars.nesting.erase(name);
        if (depth_ == 1 && name == "config") {
            result_.config.reset();
        }
    }

    bool scalar(std::optional<std::string> text) {
        JsonScalars* scalars = current();
        if (depth_ == 0) {
            return false;
        }
        if (scalars != nullptr && text) {
            scalars->texts.emplace(key_, std::move(*text));
        } else if (scalars != nullptr) {
            scalars->nulls.insert(key_);
        }
        return true;
    }

    bool start_nested() {
        if (depth_ == 0) {
            depth_ = 1;
            return true;
        }
        if (JsonScalars* scalars = current()) {
            scalars->nesting.insert(key_);
        }
        ++ignored_;
        return true;
    }

    bool end() {
        --(ignored_ > 0 ? ignored_ : depth_);
        return true;
    }

    JsonConfig result_;
    std::string key_;
    int depth_ = 0;    ///< 1 inside the top object, 2 inside `config`.
    int ignored_ = 0;  ///< Objects and arrays around us that are not looked into.
};

}  // namespace

std::optional<JsonConfig> parse_json_config(std::string_view text) {
    constexpr bool kTextMayFollow = false;
    Reader reader;
    if (!nlohmann::json::sax_parse(text.begin(),
                                   text.end(),
                                   &reader,
                                   nlohmann::json::input_format_t::json,
                                   kTextMayFollow)) {
        return std::nullopt;
    }
    return reader.take();
}

}  // namespace kconnect

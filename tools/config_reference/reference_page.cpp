#include "reference_page.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace kconnect::tools {
namespace {

/// As a cell of a table.
std::string cell(std::string text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '|') {
            text.insert(at++, 1, '\\');
        } else if (text[at] == '\n') {
            text[at] = ' ';
        } else if (text[at] == '<') {
            text.replace(at, 1, "&lt;");
        }
    }
    return text;
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char character) {
        return static_cast<char>(std::tolower(character));
    });
    return lower;
}

std::string default_text(const ConfigKey& key) {
    if (!key.default_value.has_default()) {
        return "required";
    }
    const auto& text = key.default_value.text();
    if (!text) {
        return "null";
    }
    return text->empty() ? "\"\"" : fmt::format("`{}`", *text);
}

}  // namespace

ReferencePage::ReferencePage(std::string_view title)
    : text_(fmt::format("<!-- Written by tools/config_reference: change the tables of keys. -->\n"
                        "# {}\n",
                        title)) {
}

void ReferencePage::add_text(std::string_view text) {
    text_ += fmt::format("\n{}\n", text);
}

void ReferencePage::add_heading(std::string_view heading) {
    text_ += fmt::format("\n## {}\n", heading);
}

void ReferencePage::add_keys(const ConfigDef& def, const ConfigDef& except) {
    std::string rows;
    for (const auto& key : def.keys()) {
        if (key.internal || except.find(key.name) != nullptr) {
            continue;
        }
        rows += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n",
                            key.name,
                            lower_case(name_of(key.type)),
                            cell(default_text(key)),
                            cell(key.validator ? key.validator->description : ""),
                            lower_case(name_of(key.importance)),
                            cell(key.doc));
    }
    if (rows.empty()) {
        add_text("No keys.");
    } else {
        add_text(
            "| Key | Type | Default | Valid values | Importance | Meaning |\n"
            "|---|---|---|---|---|---|");
        text_ += rows;
    }
    for (const auto& section : def.sections()) {
        add_text(fmt::format("And: {}", section.description));
    }
}

}  // namespace kconnect::tools

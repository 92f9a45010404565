#pragma once

#include <string>
#include <string_view>

#include <kconnect/config_def.hpp>

namespace kconnect::tools {

/// A page of the reference in Markdown, line by line the keys of tables.
class ReferencePage {
public:
    explicit ReferencePage(std::string_view title);

    void add_text(std::string_view text);
    void add_heading(std::string_view heading);
    /// One table of all keys and dynamic sections of `def`, those of `except` left out.
    void add_keys(const ConfigDef& def, const ConfigDef& except = {});

    const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

}  // namespace kconnect::tools

// Texts made at random, read as java.util.Properties reads them: tests/goldens/properties.
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "config/properties_file.hpp"

namespace kconnect {
namespace {

std::string bytes_of(const std::string& hex) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        bytes += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
    }
    return bytes;
}

std::string hex_of(const std::string& bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (const char byte : bytes) {
        hex += kDigits[static_cast<unsigned char>(byte) >> 4U];
        hex += kDigits[static_cast<unsigned char>(byte) & 0xFU];
    }
    return hex;
}

/// As the recorder writes it.
std::string reading_of(const std::string& text) {
    std::string entries;
    try {
        for (const auto& [key, value] : parse_properties(text, "corpus")) {
            entries.append(entries.empty() ? "" : " ")
                .append(hex_of(key))
                .append("=")
                .append(hex_of(value));
        }
    } catch (const ConfigException&) {
        return "malformed";
    }
    return entries;
}

TEST(PropertiesCorpus, IsReadAsJavaReadsIt) {
    std::ifstream file(std::string(KCONNECT_GOLDENS) + "/properties/corpus.tsv");
    std::size_t count = 0;
    for (std::string line; std::getline(file, line); ++count) {
        const auto tab = line.find('\t');
        const auto text = bytes_of(line.substr(0, tab));
        EXPECT_EQ(reading_of(text), line.substr(tab + 1)) << "line " << count + 1 << ": " << text;
    }
    EXPECT_EQ(count, 3000U);
}

}  // namespace
}  // namespace kconnect

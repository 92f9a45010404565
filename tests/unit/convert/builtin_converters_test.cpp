#include "convert/builtin_converters.hpp"

#include <memory>

#include <gtest/gtest.h>

#include <kconnect/converter.hpp>

namespace kconnect::convert {

TEST(BuiltinConverters, AreKeyOrValueConvertersAndHeaderConverters) {
    int converters = 0;
    int header_converters = 0;
    BatchMemory memory;
    for (const kconnect_plugin_entry& entry : builtin_converters()) {
        EXPECT_NE(entry.config_def(), nullptr);
        if (entry.kind == KCONNECT_CONVERTER) {
            const std::unique_ptr<Converter> converter(static_cast<Converter*>(entry.create()));
            converter->configure({}, ConverterRole::kKey);
            EXPECT_TRUE(converter->to_connect_data("t", std::nullopt, memory).value.is_null());
            ++converters;
        } else {
            const std::unique_ptr<HeaderConverter> converter(
                static_cast<HeaderConverter*>(entry.create()));
            converter->configure({});
            EXPECT_TRUE(converter->to_connect_header("t", {"key", {}}, memory).value.is_null());
            ++header_converters;
        }
    }
    EXPECT_EQ(converters, 9);
    EXPECT_EQ(header_converters, 10);
}

}  // namespace kconnect::convert

#pragma once

#include <algorithm>
#include <string>

#include <kconnect/transformation.hpp>

namespace plugin_template {

/// Replaces one text field of the value by "***". Values that lack the field pass as they are.
class MaskField final : public kconnect::Transformation {
public:
    static const kconnect::ConfigDef& config_def() {
        static const kconnect::ConfigDef def{
            {.name = "field", .importance = kconnect::Importance::kHigh, .doc = "Field to hide."},
        };
        return def;
    }

    const kconnect::ConfigDef& config() const override { return config_def(); }

    void configure(const kconnect::ConfigMap& config) override {
        field_ = config_def().parse(config).string("field");
    }

    bool apply(kconnect::ConnectRecord& record,
               const kconnect::SinkRecord* /*sink*/,
               kconnect::BatchMemory& memory) override {
        const auto* schema = record.value_schema;
        const auto* field = schema == nullptr ? nullptr : schema->field(field_);
        if (field == nullptr || record.value.is_null()) {
            return true;
        }
        const auto old_fields = record.value.as_struct();
        if (old_fields[field->index].is_null()) {
            return true;
        }
        old_fields[field->index].as_string();  // Throws DataException for what is no text.
        // Records are replaced, never edited: others may look at the old value.
        const auto fields = memory.arena().make_array<kconnect::Value>(old_fields.size());
        std::ranges::copy(old_fields, fields.begin());
        fields[field->index] = kconnect::Value::of_string("***");
        record.value = kconnect::Value::of_struct(fields);
        return true;
    }

private:
    std::string field_;
};

}  // namespace plugin_template

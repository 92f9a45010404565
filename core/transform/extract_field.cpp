#include "extract_field.hpp"

#include "java_exception.hpp"

namespace kconnect::transform {
namespace {

constexpr std::string_view kPurpose = "field extraction";

}  // namespace

const ConfigDef& ExtractField::config_def() {
    static const ConfigDef def{
        {.name = "field",
         .type = ConfigType::kString,
         .importance = Importance::kMedium,
         .doc = "The field to extract."},
        replace_null_with_default_key(),
        field_syntax_version_key(),
    };
    return def;
}

void ExtractField::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    text_ = parsed.string("field");
    path_.emplace(text_, is_nested_syntax(parsed));
    with_default_ = parsed.boolean(kReplaceNullWithDefault);
}

bool ExtractField::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    RecordPart part(record, side_);
    const bool is_null = part.value().is_null();
    if (part.schema() == nullptr) {
        if (!is_null) {
            part.replace(nullptr, path_->value_in(require_map(part.value(), kPurpose)));
        }
        return true;
    }
    if (!is_null) {
        require_struct(part.schema(), part.value(), kPurpose);
    }
    const ResolvedPath& path = paths_.get(
        *part.schema(), [this](const Schema& schema) { return resolve(*path_, schema); });
    if (path.fields.empty()) {
        throw JavaException("java.lang.IllegalArgumentException", "Unknown field: " + text_);
    }
    part.replace(memory.keep(path.fields.back()->schema),
                 path.value_in(part.value(), with_default_));
    return true;
}

}  // namespace kconnect::transform

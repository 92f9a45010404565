#pragma once

#include <string>
#include <vector>

#include <kconnect/transformation.hpp>

namespace kconnect::transform {

/// Removes all headers of the configured names.
class DropHeaders final : public Transformation {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    bool is_dropped(const Header& header) const noexcept;

    std::vector<std::string> names_;
};

}  // namespace kconnect::transform

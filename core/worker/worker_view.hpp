#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_transformer.hpp"
#include "config/worker_config.hpp"
#include "offsets/offset_store.hpp"
#include "plugin/plugin_registry.hpp"
#include "rest/herder_view.hpp"
#include "worker/standalone_herder.hpp"

namespace kconnect {

/// A connector as REST shows it.
rest::ConnectorView to_view(const ConnectorStatus& status);

/// What REST may see of the worker: snapshots of the herder, the registry's classes, offsets.
/// Threads: any.
class WorkerView : public rest::HerderView {
public:
    /// What it shows; all but the text is borrowed.
    struct Sources {
        const StandaloneHerder& herder;
        const WorkerConfig& config;
        const PluginRegistry& registry;
        ConfigTransformer& transformer;
        const offsets::OffsetStore& offsets;
        std::string cluster_id;
    };

    explicit WorkerView(Sources sources);

    /// From now on the worker is ready.
    void set_ready() noexcept { ready_ = true; }

    bool is_ready() const override { return ready_; }
    std::string cluster_id() const override { return sources_.cluster_id; }
    std::vector<rest::ConnectorView> connectors() const override;
    std::unique_ptr<const rest::ConnectorView> connector(std::string_view name) const override;
    std::vector<std::string> active_topics(std::string_view name) const override;
    std::vector<rest::OffsetView> offsets(const std::string& name) const override;
    std::vector<rest::PluginView> plugins() const override;
    std::vector<rest::ConfigKeyView> plugin_config(const std::string& name,
                                                   const std::string& version) const override;
    std::string masked(std::string_view text) const override;

private:
    std::vector<rest::OffsetView> sink_offsets(const std::string& name,
                                               const ConfigMap& connector) const;
    std::vector<rest::OffsetView> source_offsets(const std::string& name) const;

    const Sources sources_;
    std::atomic<bool> ready_ = false;
};

}  // namespace kconnect

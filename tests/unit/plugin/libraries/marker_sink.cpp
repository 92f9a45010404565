// Built twice, with the same symbols and another number each time.
#include <string>

#include <kconnect/plugin.hpp>
#include <kconnect/sink_task.hpp>

namespace clash {

inline int marker = MARKER_NUMBER;

inline int& counter() {
    static int value = marker;
    return value;
}

class MarkerSink : public kconnect::SinkConnector {
public:
    std::string version() const override {
        return std::to_string(marker) + "/" + std::to_string(counter());
    }
    const kconnect::ConfigDef& config() const override {
        static const kconnect::ConfigDef def;
        return def;
    }
    void start(kconnect::ConnectorContext& /*context*/,
               const kconnect::ConfigMap& /*config*/) override {}
    std::vector<kconnect::ConfigMap> task_configs(int /*max_tasks*/) override { return {}; }
    std::unique_ptr<kconnect::SinkTask> create_task() const override { return nullptr; }
    std::string_view task_class() const override { return "MarkerTask"; }
};

}  // namespace clash

KCONNECT_PLUGIN(kconnect::plugin_entry<clash::MarkerSink>(MARKER_PACKAGE ".MarkerSinkConnector",
                                                          nullptr,
                                                          MARKER_VERSION))

// Built twice, with the same symbols and the same static library, but another name each time.
#include <fstream>
#include <string>

#include <kconnect/plugin.hpp>
#include <kconnect/simple_connector.hpp>

#include "plugins/tally.hpp"

namespace clash {

inline const std::string name = TALLY_NAME;  // NOLINT(cert-err58-cpp): what the test is about

class Task final : public kconnect::SinkTask {
public:
    static constexpr std::string_view kTaskClass = "clash.Task";
    static const kconnect::ConfigDef& config_def() {
        static const kconnect::ConfigDef def{{.name = "file"}};
        return def;
    }
    void start(const kconnect::ConfigMap& config) override { file_.open(config.at("file")); }
    void put(const kconnect::RecordBatch& batch) override {
        for (std::size_t count = 0; count < batch.size(); ++count) {
            file_ << name << ' ' << ++tally::total << ' ' << ++tally::counted() << '\n';
        }
        file_.flush();
    }
    void stop() override {}

private:
    std::ofstream file_;
};

}  // namespace clash

KCONNECT_PLUGIN(
    kconnect::plugin_entry<kconnect::SimpleSinkConnector<clash::Task>>("tally." TALLY_NAME))

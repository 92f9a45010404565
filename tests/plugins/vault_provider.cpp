// A configuration provider as a third party would write it: answers from its own parameters.
#include <kconnect/config_provider.hpp>
#include <kconnect/errors.hpp>
#include <kconnect/plugin.hpp>

namespace vault {
namespace {

class VaultProvider final : public kconnect::ConfigProvider {
public:
    void configure(const kconnect::ConfigMap& config) override { values_ = config; }
    kconnect::ConfigData get(std::string_view path) override {
        if (path != "open") {
            throw kconnect::ConfigException("The vault has no path '" + std::string(path) + "'");
        }
        return {values_, {}};
    }

private:
    kconnect::ConfigMap values_;
};

}  // namespace
}  // namespace vault

KCONNECT_PLUGIN(kconnect::plugin_entry<vault::VaultProvider>("com.example.VaultProvider"))

// A configuration provider from plugin.path, in the real worker.
#include <gmock/gmock.h>

#include "plugins/plugin_test.hpp"

namespace kconnect::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ConfigProviderPluginTest : public PluginTest {
protected:
    WorkerProcess start(const std::string& class_name, const std::string& path) {
        return {{worker_file(KCONNECT_TEST_PLUGINS,
                             fmt::format("config.providers=vault\n"
                                         "config.providers.vault.class={}\n"
                                         "config.providers.vault.param.place={}\n"
                                         "config.providers.vault.param.pin=sesame-open\n",
                                         class_name,
                                         output_)),
                 sink_file(
                     "sound",
                     "FileStreamSink",
                     fmt::format("file=${{vault:{0}:place}}\nits.pin=${{vault:{0}:pin}}\n", path))},
                folder_.path() / "worker.log"};
    }
};

TEST_F(ConfigProviderPluginTest, SuppliesValuesThatTheLogDoesNotShow) {
    append_records();
    auto worker = start("com.example.VaultProvider", "open");
    expect_sound_sink(worker);
    expect_stop(worker);
    EXPECT_THAT(worker.output(),
                AllOf(HasSubstr("${vault:open:place}"), Not(HasSubstr("sesame-open"))));
}

TEST_F(ConfigProviderPluginTest, EndsTheStartWithOneLineWhenItRefuses) {
    auto worker = start("com.example.VaultProvider", "shut");
    EXPECT_EQ(worker.wait_for_exit(), 3) << worker.output();
    EXPECT_THAT(worker.output(),
                HasSubstr(fmt::format("ERROR Connector file '{}/sound.properties': The vault has "
                                      "no path 'shut'",
                                      folder_.path().string())));
}

TEST_F(ConfigProviderPluginTest, MustBeInALibrary) {
    auto worker = start("com.example.NoProvider", "open");
    EXPECT_EQ(worker.wait_for_exit(), 2) << worker.output();
    EXPECT_THAT(worker.output(),
                HasSubstr("Invalid value com.example.NoProvider for configuration "
                          "config.providers.vault.class: Could not load config provider class or "
                          "one of its dependencies"));
}

}  // namespace
}  // namespace kconnect::test

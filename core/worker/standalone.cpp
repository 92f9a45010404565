#include "worker/standalone.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/logging.hpp>
#include <kconnect/version.hpp>

#include "config/builtin_config_providers.hpp"
#include "config/connector_file.hpp"
#include "convert/builtin_converters.hpp"
#include "kafka/admin.hpp"
#include "kafka/client_config.hpp"
#include "kafka/consumer_factory.hpp"
#include "kafka/librdkafka_version.hpp"
#include "plugin/plugin_folders.hpp"
#include "plugin/plugin_probe.hpp"
#include "plugin/plugin_scanner.hpp"
#include "transform/builtin_transformations.hpp"
#include "worker/config_providers.hpp"
#include "worker/converter_choice.hpp"

namespace kconnect {
namespace {

constexpr int kStartExitCode = 2;
constexpr int kConnectorExitCode = 3;
/// How long the stop waits for answers that are being made.
constexpr std::chrono::seconds kRestPatience{2};

const Logger& logger() {
    static const Logger instance("kconnect.worker.Standalone");
    return instance;
}

/// A message that may have several lines and a full stop, as part of one line.
std::string as_clause(std::string text) {
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) {
        text.replace(at, 1, "; ");
    }
    if (text.ends_with('.')) {
        text.pop_back();
    }
    return text;
}

/// Does a step; what it throws becomes a StartupError that names the place and the remedy.
void step(int exit_code,
          const std::string& place,
          std::string_view remedy,
          const std::function<void()>& work,
          std::string_view headline = {}) {
    try {
        work();
    } catch (const StartupError&) {
        throw;
    } catch (...) {
        const auto cause = std::current_exception();
        throw StartupError(exit_code,
                           fmt::format("{}: {}; {}", place, as_clause(describe(cause)), remedy),
                           cause,
                           headline);
    }
}

}  // namespace

std::string_view StartupError::headline() const noexcept {
    if (!headline_.empty()) {
        return headline_;
    }
    return exit_code_ == kConnectorExitCode ? "Stopping after connector error"
                                            : "Stopping due to error";
}

Standalone::Standalone(CommandLine command_line, std::stop_token stop, SecretMask& secrets)
    : command_line_(std::move(command_line)), stop_(std::move(stop)), secrets_(secrets) {
}

Standalone::~Standalone() = default;

std::string Standalone::worker_place() const {
    return fmt::format("Worker configuration '{}'", command_line_.worker_file);
}

void Standalone::start() {
    logger().info(fmt::format("Kafka Connect worker initializing: kconnect {}", kVersion));
    ConfigMap properties;
    step(
        kStartExitCode, worker_place(), "give the path of a readable properties or YAML file", [&] {
            if (!command_line_.worker_file.empty()) {
                properties = read_worker_file(command_line_.worker_file);
            }
        });
    step(kStartExitCode, worker_place(), "add or correct this key in the file", [&] {
        check_plugin_discovery(properties);
        load_plugins(properties);
        configure(properties);
    });
    step(kStartExitCode,
         fmt::format("{}: bootstrap.servers={}", worker_place(), config_.bootstrap_servers),
         "check the address, that the broker runs, and the security keys",
         [&] { look_up_cluster(); });
    step(kStartExitCode,
         fmt::format("{}: listeners", worker_place()),
         "name an address of this host and a port that is free",
         [&] { open_rest(); });
    start_herder();
    create_connectors();
    view_->set_ready();
}

void Standalone::load_plugins(const ConfigMap& properties) {
    const auto program = program_file();
    PluginProbe probe(program);
    PluginScanner scanner(registry_, probe);
    registry_.add(convert::builtin_converters(), "classpath");
    registry_.add(transform::builtin_transformations(), "classpath");
    registry_.add(builtin_config_providers(), "classpath");
    if (const auto folder = own_plugin_folder(program)) {
        scanner.scan_own_folder(*folder);
    } else {
        logger().warn(fmt::format("No plugin folder belongs to {}: only plugin.path is searched",
                                  program.string()));
    }
    scanner.scan_plugin_path(plugin_path(properties));
}

void Standalone::configure(const ConfigMap& raw) {
    ConfigTransformer own(make_config_providers(raw, registry_), secrets_);
    config_ = parse_worker_config(own.transform(raw).config);
    rest_config_ = rest::parse_rest_config(worker_config_def().parse(config_.properties));
    logger().info(
        config_values_text("StandaloneConfig", worker_config_def(), config_.properties, raw));
    check_worker_converters(config_, registry_);
    // Those for connectors take parameters from providers, too.
    transformer_ = std::make_unique<ConfigTransformer>(
        make_config_providers(config_.properties, registry_), secrets_);
    log_what_has_no_effect();
}

void Standalone::log_what_has_no_effect() const {
    if (const auto keys = worker_keys_without_effect(config_.properties); !keys.empty()) {
        logger().info(fmt::format("No effect in kconnect have: {}", fmt::join(keys, ", ")));
    }
    for (const auto* key : {"internal.key.converter", "internal.value.converter"}) {
        if (config_.properties.contains(key)) {
            logger().warn(fmt::format("{} has no effect since Kafka Connect 3.0; remove it", key));
        }
    }
}

void Standalone::look_up_cluster() {
    kafka::log_library_version();
    cluster_id_ =
        kafka::look_up_cluster_id(kafka::admin_config(config_.properties, {}, "connect-cpp-admin"));
    logger().info(fmt::format("Kafka cluster ID: {}", cluster_id_));
}

void Standalone::open_rest() {
    const std::lock_guard lock(mutex_);
    if (stop_.stop_requested()) {
        throw ConnectException("The worker stops");
    }
    rest_ = std::make_unique<rest::RestServer>(rest_config_);
    rest_->open();
}

void Standalone::start_herder() {
    logger().info("Kafka Connect starting");
    const auto offsets = std::make_shared<offsets::OffsetStore>(config_.offset_file);
    step(
        kConnectorExitCode,
        fmt::format("{}: offset.storage.file.filename={}", worker_place(), config_.offset_file),
        "name a file that a Kafka Connect worker has written, or one that does not exist yet",
        [&] { offsets->load(); },
        "Failed to start Connect");
    KafkaClients clients{kafka::make_consumer, kafka::make_producer, kafka::make_topic_admin};
    {
        const std::lock_guard lock(mutex_);
        if (stop_.stop_requested()) {
            throw ConnectException("The worker stops");
        }
        herder_ = std::make_unique<StandaloneHerder>(
            config_, registry_, *transformer_, std::move(clients), offsets, stop_);
        view_ = std::make_unique<WorkerView>(WorkerView::Sources{
            *herder_, config_, registry_, *transformer_, *offsets, cluster_id_});
        requests_ = std::make_unique<WorkerRequests>(*herder_);
        rest_->serve(*view_, *requests_);
    }
    logger().info("Kafka Connect started");
}

void Standalone::create_connectors() {
    for (const auto& file : command_line_.connector_files) {
        step(kConnectorExitCode,
             fmt::format("Connector file '{}'", file),
             "correct the file and start again",
             [&] { create_connector(file); });
    }
}

void Standalone::create_connector(const std::string& file) {
    for (const auto& request : read_connector_file(file)) {
        try {
            herder_->create_connector(request);
        } catch (...) {
            if (!stop_.stop_requested()) {
                logger().error(fmt::format("Failed to create connector for {}", file));
            }
            throw;
        }
        logger().info(fmt::format("Created connector {}", request.name));
    }
}

void Standalone::stop() {
    logger().info("Kafka Connect stopping");
    StandaloneHerder* herder = nullptr;
    {
        // Requests first: what they ask for must still be there.
        const std::lock_guard lock(mutex_);
        rest_hangs_ = rest_ != nullptr && !rest_->stop(kRestPatience);
        herder = herder_.get();
    }
    if (herder != nullptr) {
        herder->stop();
    }
    logger().info("Kafka Connect stopped");
}

bool Standalone::has_abandoned() const {
    const std::lock_guard lock(mutex_);
    return rest_hangs_ || (herder_ != nullptr && herder_->has_abandoned());
}

}  // namespace kconnect

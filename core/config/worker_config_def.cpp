#include "config/worker_config.hpp"

namespace kconnect {
namespace {

/// A key that only Connect's REST server reads.
ConfigKey rest_key(const char* name,
                   ConfigType type,
                   ConfigDefault default_value,
                   const char* doc) {
    return {.name = name,
            .type = type,
            .default_value = std::move(default_value),
            .importance = Importance::kLow,
            .doc = doc,
            .group = "REST"};
}

ConfigKey tls_key(const char* name, ConfigType type, ConfigDefault default_value) {
    return rest_key(name, type, std::move(default_value), "TLS of the REST listeners.");
}

void add_common_keys(ConfigDef& def) {
    def.add({.name = "bootstrap.servers",
             .type = ConfigType::kList,
             .default_value = "localhost:9092",
             .importance = Importance::kHigh,
             .doc = "Brokers to start from, host:port, separated by commas."})
        .add({.name = "client.dns.lookup",
              .type = ConfigType::kString,
              .default_value = "use_all_dns_ips",
              .validator = one_of({"use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"}),
              .importance = Importance::kMedium,
              .doc = "How clients resolve the names of brokers."})
        .add({.name = "offset.storage.file.filename",
              .type = ConfigType::kString,
              .importance = Importance::kHigh,
              .doc = "File that keeps the offsets of source connectors; required even without."})
        .add({.name = "offset.flush.interval.ms",
              .type = ConfigType::kLong,
              .default_value = "60000",
              .importance = Importance::kLow,
              .doc = "Time between two commits of a task's offsets."})
        .add({.name = "offset.flush.timeout.ms",
              .type = ConfigType::kLong,
              .default_value = "5000",
              .importance = Importance::kLow,
              .doc = "After which a commit of offsets is reported as timed out."})
        .add({.name = "task.shutdown.graceful.timeout.ms",
              .type = ConfigType::kLong,
              .default_value = "5000",
              .importance = Importance::kLow,
              .doc = "Time that all tasks together have to stop before they are abandoned."});
}

void add_class_keys(ConfigDef& def) {
    const auto converter = [&def](const std::string& name, ConfigDefault default_value) {
        def.add({.name = name,
                 .type = ConfigType::kClass,
                 .default_value = std::move(default_value),
                 .importance = Importance::kHigh,
                 .doc = "Converter of connectors that name none of their own."});
        def.add({.name = name + ".plugin.version",
                 .type = ConfigType::kString,
                 .default_value = nullptr,
                 .importance = Importance::kLow,
                 .doc = "Accepted; the highest version of the class is used."});
    };
    converter("key.converter", {});
    converter("value.converter", {});
    converter("header.converter", "org.apache.kafka.connect.storage.SimpleHeaderConverter");
    def.add({.name = "plugin.path",
             .type = ConfigType::kList,
             .default_value = nullptr,
             .importance = Importance::kLow,
             .doc = "Folders with plugin libraries, besides the program's own."})
        .add({.name = "plugin.discovery",
              .type = ConfigType::kString,
              .default_value = "hybrid_warn",
              .importance = Importance::kLow,
              .doc = "Accepted; libraries are found in one way only."})
        .add({.name = "connector.client.config.override.policy",
              .type = ConfigType::kString,
              .default_value = "All",
              .importance = Importance::kMedium,
              .doc = "Which client keys a connector may override: All, None or Principal."})
        .add({.name = "config.providers",
              .type = ConfigType::kList,
              .default_value = "",
              .importance = Importance::kLow,
              .doc = "Names of providers of values for ${name:path:key}, each with "
                     "config.providers.<name>.class "
                     "and config.providers.<name>.param.*."});
}

void add_topic_and_metric_keys(ConfigDef& def) {
    const auto flag = [&def](const char* name, const char* doc) {
        def.add({.name = name,
                 .type = ConfigType::kBoolean,
                 .default_value = "true",
                 .importance = Importance::kLow,
                 .doc = doc});
    };
    flag("topic.creation.enable", "Whether source connectors' topic.creation keys have effect.");
    flag("topic.tracking.enable", "Whether the topics of connectors are tracked.");
    flag("topic.tracking.allow.reset", "Whether the tracked topics may be reset.");
    def.add({.name = "metric.reporters",
             .type = ConfigType::kList,
             .default_value = "",
             .importance = Importance::kLow,
             .doc = "Accepted; Java classes have no effect."})
        .add({.name = "metrics.num.samples",
              .type = ConfigType::kInt,
              .default_value = "2",
              .validator = at_least(1),
              .importance = Importance::kLow,
              .doc = "Samples that rates are computed from."})
        .add({.name = "metrics.sample.window.ms",
              .type = ConfigType::kLong,
              .default_value = "30000",
              .validator = at_least(0),
              .importance = Importance::kLow,
              .doc = "Length of one sample."})
        .add({.name = "metrics.recording.level",
              .type = ConfigType::kString,
              .default_value = "INFO",
              .validator = one_of({"INFO", "DEBUG"}),
              .importance = Importance::kLow,
              .doc = "Least level of metrics to record."});
}

void add_rest_keys(ConfigDef& def) {
    using enum ConfigType;
    const auto none = ConfigDefault(nullptr);
    def.add(rest_key("listeners", kList, "http://:8083", "Addresses of the REST server."))
        .add(rest_key("admin.listeners", kList, none, "Addresses of the admin resources."))
        .add(rest_key("rest.advertised.host.name", kString, none, "Host in the worker's id."))
        .add(rest_key("rest.advertised.port", kInt, none, "Port in the worker's id."))
        .add(rest_key("rest.advertised.listener", kString, none, "Protocol to advertise."))
        .add(rest_key("access.control.allow.origin", kString, "", "CORS origin."))
        .add(rest_key("access.control.allow.methods", kString, "", "CORS methods."))
        .add(rest_key("response.http.headers.config", kString, "", "Headers of each response."))
        .add(rest_key("rest.extension.classes", kList, "", "REST extensions."));
}

void add_tls_keys(ConfigDef& def) {
    using enum ConfigType;
    const auto none = ConfigDefault(nullptr);
    def.add(tls_key("ssl.cipher.suites", kList, none))
        .add(tls_key("ssl.client.auth", kString, "none"))
        .add(tls_key("ssl.enabled.protocols", kList, "TLSv1.2,TLSv1.3"))
        .add(tls_key("ssl.endpoint.identification.algorithm", kString, "https"))
        .add(tls_key("ssl.engine.factory.class", kClass, none))
        .add(tls_key("ssl.key.password", kPassword, none))
        .add(tls_key("ssl.keymanager.algorithm", kString, "SunX509"))
        .add(tls_key("ssl.keystore.certificate.chain", kPassword, none))
        .add(tls_key("ssl.keystore.key", kPassword, none))
        .add(tls_key("ssl.keystore.location", kString, none))
        .add(tls_key("ssl.keystore.password", kPassword, none))
        .add(tls_key("ssl.keystore.type", kString, "JKS"))
        .add(tls_key("ssl.protocol", kString, "TLSv1.3"))
        .add(tls_key("ssl.provider", kString, none))
        .add(tls_key("ssl.secure.random.implementation", kString, none))
        .add(tls_key("ssl.trustmanager.algorithm", kString, "PKIX"))
        .add(tls_key("ssl.truststore.certificates", kPassword, none))
        .add(tls_key("ssl.truststore.location", kString, none))
        .add(tls_key("ssl.truststore.password", kPassword, none))
        .add(tls_key("ssl.truststore.type", kString, "JKS"));
}

}  // namespace

const ConfigDef& worker_config_def() {
    static const ConfigDef def = [] {
        ConfigDef result;
        add_class_keys(result);  // First, as the first missing key is the one reported.
        add_common_keys(result);
        add_topic_and_metric_keys(result);
        add_rest_keys(result);
        add_tls_keys(result);
        return result;
    }();
    return def;
}

}  // namespace kconnect

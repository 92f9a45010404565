#include <kconnect/plugin.hpp>

#include "jdbc_sink_connector.hpp"

namespace {

/// Both classes have these short names; they stay with the one that had them first.
constexpr const char* kShortNames[] = {"JdbcSinkConnector", "JdbcSink", nullptr};

}  // namespace

KCONNECT_PLUGIN(kconnect::plugin_entry<kconnect::jdbc::JdbcSinkConnector>(
                    "io.confluent.connect.jdbc.JdbcSinkConnector", kShortNames),
                kconnect::plugin_entry<kconnect::jdbc::AivenJdbcSinkConnector>(
                    "io.aiven.connect.jdbc.JdbcSinkConnector"))

#include <kconnect/plugin.hpp>

#include "jdbc_sink_connector.hpp"

KCONNECT_PLUGIN(kconnect::plugin_entry<kconnect::jdbc::JdbcSinkConnector>(
    "io.confluent.connect.jdbc.JdbcSinkConnector"))

#include <kconnect/plugin.hpp>

#include "datagen_connector.hpp"

namespace {

constexpr const char* kConfluentsName[] = {"io.confluent.kafka.connect.datagen.DatagenConnector",
                                           nullptr};

}  // namespace

KCONNECT_PLUGIN(kconnect::plugin_entry<kconnect::datagen::DatagenConnector>(
    "kconnect.datagen.DatagenConnector", kConfluentsName))

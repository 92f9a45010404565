#include <kconnect/plugin.hpp>

#include "file_stream_source_connector.hpp"

KCONNECT_PLUGIN(kconnect::plugin_entry<kconnect::file::FileStreamSourceConnector>(
    "org.apache.kafka.connect.file.FileStreamSourceConnector"))

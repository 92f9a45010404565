#include <kconnect/plugin.hpp>

#include "file_stream_sink.hpp"

KCONNECT_PLUGIN(kconnect::plugin_entry<kconnect::file::FileStreamSinkConnector>(
    "org.apache.kafka.connect.file.FileStreamSinkConnector"))

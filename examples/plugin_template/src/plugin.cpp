#include <kconnect/plugin.hpp>

#include "counter_source.hpp"
#include "csv_converter.hpp"
#include "lines_sink.hpp"
#include "mask_field.hpp"

// What the library exports: class name by class name, as connector files write them.
KCONNECT_PLUGIN(
    kconnect::plugin_entry<kconnect::SimpleSinkConnector<plugin_template::LinesSinkTask>>(
        "com.example.LinesSinkConnector"),
    kconnect::plugin_entry<kconnect::SimpleSourceConnector<plugin_template::CounterSourceTask>>(
        "com.example.CounterSourceConnector"),
    kconnect::plugin_entry<plugin_template::MaskField>("com.example.MaskField"),
    kconnect::plugin_entry<plugin_template::CsvConverter>("com.example.CsvConverter"))

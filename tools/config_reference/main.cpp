// Writes docs/reference from the tables of keys, or checks that it is up to date.
//   config_reference [--check] FOLDER [PLUGIN_LIBRARY]...
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <kconnect/connector.hpp>
#include <kconnect/converter.hpp>
#include <kconnect/errors.hpp>
#include <kconnect/transformation.hpp>

#include "config/builtin_config_providers.hpp"
#include "config/connector_config.hpp"
#include "config/source_connector_config.hpp"
#include "config/worker_config.hpp"
#include "convert/builtin_converters.hpp"
#include "plugin/plugin_library.hpp"
#include "plugin/plugin_registry.hpp"
#include "reference_page.hpp"
#include "transform/builtin_transformations.hpp"

namespace kconnect {
namespace {
using tools::ReferencePage;

/// Names of files and their texts.
using Pages = std::map<std::string, std::string>;

std::string simple_name(std::string_view class_name) {
    return std::string(class_name.substr(class_name.find_last_of(".$") + 1));
}

/// "FileStreamSinkConnector" as "file_stream_sink_connector.md".
std::string file_name(std::string_view name) {
    std::string file;
    for (const char character : name) {
        const bool is_upper = character >= 'A' && character <= 'Z';
        file += is_upper && !file.empty() ? "_" : "";
        file += is_upper ? static_cast<char>(character - 'A' + 'a') : character;
    }
    return file + ".md";
}

ReferencePage worker_page() {
    ReferencePage page("Keys of the worker");
    page.add_text(
        "Other keys are handed to clients and converters: `consumer.*`, `producer.*`, `admin.*`, "
        "`key.converter.*`, `value.converter.*`, `header.converter.*`, "
        "`config.providers.<name>.class` and `.param.*`.");
    page.add_keys(worker_config_def());
    return page;
}

ReferencePage connector_page() {
    ReferencePage page("Keys of every connector");
    page.add_text(
        "Besides these a connector has its own, and `consumer.override.*`, `producer.override.*`, "
        "`admin.override.*`; other keys are handed to it as they are.");
    page.add_heading("Sink connectors");
    page.add_keys(sink_connector_config_def());
    page.add_heading("Source connectors, besides those above without topics and dead letters");
    page.add_keys(source_connector_config_def(), sink_connector_config_def());
    return page;
}

template <typename Interface>
void add_classes(const PluginRegistry& registry, ReferencePage& page) {
    for (const auto* plugin : registry.of_kind(PluginKindOf<Interface>::kind())) {
        page.add_heading(plugin->class_name);
        page.add_keys(create_plugin<Interface>(*plugin)->config());
    }
}

ReferencePage converters_page() {
    PluginRegistry registry;
    registry.add(convert::builtin_converters(), "classpath");
    ReferencePage page("Keys of the converters");
    page.add_text(
        "With the prefix `key.converter.` or `value.converter.`; with `header.converter.` for "
        "header "
        "converters, which have the same keys.");
    add_classes<Converter>(registry, page);
    return page;
}

void add_class(ReferencePage& page, const PluginDescription& plugin, const ConfigDef& def) {
    page.add_heading(plugin.class_name);
    page.add_text(transform::summary_of(plugin.class_name));
    page.add_keys(def);
}

ReferencePage transformations_page() {
    PluginRegistry registry;
    registry.add(transform::builtin_transformations(), "classpath");
    ReferencePage page("Keys of the transformations and predicates");
    page.add_text(
        "Those of an alias in `transforms` have the prefix `transforms.<alias>.`, those of an "
        "alias "
        "in `predicates` `predicates.<alias>.`; `type` names the class. A transformation also has "
        "`predicate` (the alias of one; for all records when absent) and `negate` (`true`: for the "
        "records that the predicate is not true for). Classes with `$Key` work on the key, those "
        "with `$Value` on the value of a record; they need their full names.");
    for (const auto* plugin : registry.of_kind(KCONNECT_TRANSFORMATION)) {
        add_class(page, *plugin, create_plugin<Transformation>(*plugin)->config());
    }
    for (const auto* plugin : registry.of_kind(KCONNECT_PREDICATE)) {
        add_class(page, *plugin, create_plugin<Predicate>(*plugin)->config());
    }
    return page;
}

ReferencePage providers_page() {
    ReferencePage page("Keys of the configuration providers");
    page.add_text("With the prefix `config.providers.<name>.param.`; see `config.providers`.");
    for (const auto& entry : builtin_config_providers()) {
        page.add_heading(entry.class_name);
        page.add_keys(*static_cast<const ConfigDef*>(entry.config_def()));
    }
    return page;
}

/// "aiven_" for io.aiven.connect.Sink when "Sink" stands for another class; empty otherwise.
std::string vendor_prefix(const PluginDescription& plugin, const PluginRegistry& registry) {
    const auto* owner = registry.find(plugin.kind, simple_name(plugin.class_name));
    if (owner == nullptr || owner->class_name == plugin.class_name) {
        return {};
    }
    const auto start = plugin.class_name.find('.') + 1;
    return plugin.class_name.substr(start, plugin.class_name.find('.', start) - start) + "_";
}

template <typename Interface>
void add_connectors(const PluginRegistry& registry, Pages& pages) {
    for (const auto* plugin : registry.of_kind(PluginKindOf<Interface>::kind())) {
        ReferencePage page("Keys of " + plugin->class_name);
        page.add_keys(create_plugin<Interface>(*plugin)->config());
        pages.emplace(vendor_prefix(*plugin, registry) + file_name(simple_name(plugin->class_name)),
                      page.text());
    }
}

Pages make_pages(std::span<const std::string> libraries) {
    Pages pages{{"worker.md", worker_page().text()},
                {"connector.md", connector_page().text()},
                {"converters.md", converters_page().text()},
                {"transformations.md", transformations_page().text()},
                {"config_providers.md", providers_page().text()}};
    PluginRegistry registry;
    for (const auto& library : libraries) {
        registry.add(load_plugin_library(library), library);
    }
    add_connectors<SinkConnector>(registry, pages);
    add_connectors<SourceConnector>(registry, pages);
    return pages;
}

std::string read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// The number of pages that differ from their files.
int check(const std::filesystem::path& folder, const Pages& pages) {
    int differing = 0;
    for (const auto& [name, text] : pages) {
        if (read(folder / name) != text) {
            std::cerr << (folder / name).string()
                      << " is not what the tables of keys give: build the target "
                         "write_config_reference\n";
            ++differing;
        }
    }
    return differing;
}

void write(const std::filesystem::path& folder, const Pages& pages) {
    std::filesystem::create_directories(folder);
    for (const auto& [name, text] : pages) {
        std::ofstream stream(folder / name, std::ios::binary);
        if (!(stream << text).flush()) {
            throw ConnectException((folder / name).string() + " cannot be written");
        }
    }
}

int run(std::vector<std::string> arguments) {
    const bool only_check = !arguments.empty() && arguments.front() == "--check";
    if (only_check) {
        arguments.erase(arguments.begin());
    }
    if (arguments.empty()) {
        std::cerr << "Usage: config_reference [--check] FOLDER [PLUGIN_LIBRARY]...\n";
        return 1;
    }
    const auto pages = make_pages(std::span(arguments).subspan(1));
    if (only_check) {
        return check(arguments.front(), pages) == 0 ? 0 : 1;
    }
    write(arguments.front(), pages);
    return 0;
}

}  // namespace
}  // namespace kconnect

int main(int count, char** arguments) {
    try {
        return kconnect::run({arguments + 1, arguments + count});
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}

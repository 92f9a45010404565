#include "config/yaml_file.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

/// More than a file written by hand has; less than an alias of aliases makes.
constexpr std::size_t kMostKeys = 10000;

/// The nodes of one file; all its problems name a place in it.
class YamlReader {
public:
    explicit YamlReader(std::string_view place) : place_(place) {}

    /// The documents that are not empty; at least one.
    std::vector<YAML::Node> documents(std::string_view text) const {
        std::vector<YAML::Node> documents;
        try {
            documents = YAML::LoadAll(std::string(text));
        } catch (const YAML::Exception& error) {
            fail(error.mark, error.msg);
        }
        std::erase_if(documents, [](const YAML::Node& document) { return document.IsNull(); });
        if (documents.empty()) {
            fail(YAML::Mark(), "the file has no keys");
        }
        return documents;
    }

    /// The keys of a mapping, those of mappings in it joined by dots.
    ConfigMap flat(const YAML::Node& node) const {
        ConfigMap config;
        add_mapping(node, "", config);
        return config;
    }

    /// The members of a mapping, each key once.
    std::vector<std::pair<std::string, YAML::Node>> members(const YAML::Node& node) const {
        if (!node.IsMap()) {
            fail(node.Mark(), "a mapping of keys to values is expected");
        }
        std::vector<std::pair<std::string, YAML::Node>> result;
        std::set<std::string> names;
        for (const auto& member : node) {
            const auto name = key(member.first);
            if (!names.insert(name).second) {
                fail(member.first.Mark(), fmt::format("the key '{}' is there twice", name));
            }
            if (member.second.IsNull()) {
                // The key's place: nothing may stand anywhere behind it.
                fail(member.first.Mark(),
                     fmt::format("'{}' is null: write \"\" for an empty text, or remove the key",
                                 name));
            }
            result.emplace_back(name, member.second);
        }
        return result;
    }

    /// The text of a scalar, or the texts of a list joined by commas.
    std::string text(const YAML::Node& node, std::string_view name) const {
        refuse_tags(node);
        if (node.IsScalar()) {
            return node.Scalar();
        }
        if (!node.IsSequence()) {
            fail(node.Mark(), fmt::format("'{}': a text or a list of texts is expected", name));
        }
        std::string joined;
        bool is_first = true;
        for (const auto& element : node) {
            if (!element.IsScalar() || element.Scalar().find(',') != std::string::npos) {
                fail(element.Mark(),
                     fmt::format("'{}': an element of a list is a text without commas", name));
            }
            refuse_tags(element);
            joined.append(is_first ? "" : ",").append(element.Scalar());
            is_first = false;
        }
        return joined;
    }

    [[noreturn]] void fail(const YAML::Mark& mark, const std::string& problem) const {
        throw ConfigException(fmt::format("{}: {}", at(mark), problem));
    }

    /// "file:line:column"; lines and columns from 1.
    std::string at(const YAML::Mark& mark) const {
        return mark.is_null() ? place_
                              : fmt::format("{}:{}:{}", place_, mark.line + 1, mark.column + 1);
    }

private:
    std::string key(const YAML::Node& node) const {
        if (!node.IsScalar()) {
            fail(node.Mark(), "a key must be a text");
        }
        refuse_tags(node);
        if (node.Scalar() == "<<") {
            fail(node.Mark(), "merge keys (<<) are not supported: write the keys themselves");
        }
        return node.Scalar();
    }

    /// Plain and quoted scalars have the tags "?" and "!"; `!!str` asks for what is done anyway.
    void refuse_tags(const YAML::Node& node) const {
        const auto& tag = node.Tag();
        if (!tag.empty() && tag != "?" && tag != "!" && tag != "tag:yaml.org,2002:str") {
            fail(node.Mark(), fmt::format("the tag {} is not supported", tag));
        }
    }

    void add_mapping(const YAML::Node& node, const std::string& prefix, ConfigMap& config) const {
        refuse_tags(node);
        for (const auto& [name, value] : members(node)) {
            const auto path = prefix + name;
            if (value.IsMap()) {
                add_mapping(value, path + ".", config);
                continue;
            }
            if (!config.emplace(path, text(value, path)).second) {
                fail(value.Mark(), fmt::format("the key '{}' is there twice", path));
            }
            if (config.size() > kMostKeys) {
                fail(value.Mark(), fmt::format("more than {} keys", kMostKeys));
            }
        }
    }

    std::string place_;
};

/// Checks and completes a connector whose members were read.
ConnectorRequest complete(ConnectorRequest request, const std::string& place) {
    const auto inner = find(request.config, "name");
    if (request.name.empty() && !inner) {
        throw ConnectException(fmt::format(
            "Connector configuration at '{}' is missing the mandatory 'name' configuration",
            place));
    }
    if (request.name.empty()) {
        request.name = std::string(*inner);
    } else if (inner && *inner != request.name) {
        throw ConnectException(
            fmt::format("Connector name configuration in 'config' doesn't match the one specified "
                        "in 'name' at '{}'",
                        place));
    }
    request.config.insert_or_assign("name", request.name);
    return request;
}

/// A connector as `name`, `config` and `initial_state`.
ConnectorRequest request_in(const YAML::Node& node, const YamlReader& reader) {
    ConnectorRequest request;
    for (const auto& [name, value] : reader.members(node)) {
        if (name == "name") {
            request.name = reader.text(value, name);
        } else if (name == "config") {
            request.config = reader.flat(value);
        } else if (name == "initial_state") {
            request.initial_state =
                parse_initial_state(reader.text(value, name), reader.at(value.Mark()));
        } else {
            reader.fail(value.Mark(),
                        fmt::format("'{}' is unknown beside name, config and initial_state", name));
        }
    }
    return complete(std::move(request), reader.at(node.Mark()));
}

void add_connectors(const YAML::Node& node,
                    const YamlReader& reader,
                    std::vector<ConnectorRequest>& requests) {
    const auto members = reader.members(node);
    const auto member = [&](std::string_view name) {
        const auto found = std::find_if(
            members.begin(), members.end(), [&](const auto& entry) { return entry.first == name; });
        return found == members.end() ? YAML::Node(YAML::NodeType::Undefined) : found->second;
    };
    if (const auto list = member("connectors"); list.IsDefined() && list.IsSequence()) {
        if (members.size() > 1) {
            reader.fail(list.Mark(), "'connectors' must be the only key of its document");
        }
        for (const auto& element : list) {
            add_connectors(element, reader, requests);
        }
    } else if (const auto config = member("config"); config.IsDefined() && config.IsMap()) {
        requests.push_back(request_in(node, reader));
    } else {
        requests.push_back(
            complete({{}, reader.flat(node), InitialState::kRunning}, reader.at(node.Mark())));
    }
}

}  // namespace

bool is_yaml_file(const std::filesystem::path& file) {
    return file.extension() == ".yaml" || file.extension() == ".yml";
}

ConfigMap parse_worker_yaml(std::string_view text, std::string_view place) {
    const YamlReader reader(place);
    const auto documents = reader.documents(text);
    if (documents.size() > 1) {
        reader.fail(documents[1].Mark(), "a worker's file has one document");
    }
    return reader.flat(documents.front());
}

std::vector<ConnectorRequest> parse_connector_yaml(std::string_view text, std::string_view place) {
    const YamlReader reader(place);
    std::vector<ConnectorRequest> requests;
    for (const auto& document : reader.documents(text)) {
        add_connectors(document, reader, requests);
    }
    if (requests.empty()) {
        reader.fail(YAML::Mark(), "the file has no connectors");
    }
    return requests;
}

}  // namespace kconnect

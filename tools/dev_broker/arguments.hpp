#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kconnect::dev_broker {

/// A topic to create before the first client comes.
struct TopicRequest {
    std::string name;
    int partitions = 1;
};

/// What the command line asks for.
struct Arguments {
    bool help = false;
    std::vector<TopicRequest> topics;
};

/// Reads the command line without the program's name.
/// Throws std::invalid_argument with one line that names the wrong argument.
Arguments parse_arguments(const std::vector<std::string>& words);

/// The text of --help.
std::string usage();

}  // namespace kconnect::dev_broker

#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>

#include <kconnect/config_map.hpp>

namespace fault {

using kconnect::ConfigMap;

/// What a test plugin is to do wrong: `fault.where` names the function, `fault.how` what it does
/// there. What runs before there is a configuration asks KCONNECT_FAULT, "WHERE HOW".
class Fault {
public:
    Fault() = default;
    explicit Fault(const ConfigMap& config)
        : where_(kconnect::find(config, "fault.where").value_or("")),
          how_(kconnect::find(config, "fault.how").value_or("")) {}

    /// The fault of the environment, for what runs before there is a configuration.
    static Fault early() {
        const char* const text = std::getenv("KCONNECT_FAULT");
        const std::string words = text == nullptr ? "" : text;
        const auto blank = words.find(' ');
        return blank == std::string::npos ? Fault()
                                          : Fault({{"fault.where", words.substr(0, blank)},
                                                   {"fault.how", words.substr(blank + 1)}});
    }

    bool is(std::string_view where, std::string_view how) const {
        return where_ == where && how_ == how;
    }

    /// Does what is asked for at this place, if anything.
    void at(std::string_view where) const {
        if (is(where, "throw")) {
            throw std::runtime_error("fault at " + where_);
        }
        if (is(where, "throw_number")) {
            throw 42;
        }
        if (is(where, "hang")) {
            std::fprintf(stderr, "hangs at %s\n", where_.c_str());
        }
        while (is(where, "hang")) {
            std::this_thread::sleep_for(std::chrono::hours(1));
        }
    }

private:
    std::string where_;
    std::string how_;
};

}  // namespace fault

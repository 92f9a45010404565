#include "plugin/plugin_probe.hpp"

/// Answers the hidden argument as the worker does, and nothing else.
int main(int count, char** arguments) {
    return count == 3 && arguments[1] == kconnect::kProbeArgument
               ? kconnect::run_plugin_probe(arguments[2])
               : 1;
}

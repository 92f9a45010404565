#include <csignal>

namespace {

int crash() {
    return std::raise(SIGKILL);
}

const int value = crash();

}  // namespace

extern "C" __attribute__((visibility("default"))) int kconnect_plugin_manifest() {
    return value;
}

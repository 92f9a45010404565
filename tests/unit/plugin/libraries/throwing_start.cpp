#include <stdexcept>

namespace {

int fail() {
    throw std::runtime_error("the static initialiser failed");
}

const int value = fail();

}  // namespace

extern "C" __attribute__((visibility("default"))) int kconnect_plugin_manifest() {
    return value;
}

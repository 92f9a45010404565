#include <unistd.h>

namespace {

int hang() {
    for (;;) {
        ::pause();
    }
}

const int value = hang();

}  // namespace

extern "C" __attribute__((visibility("default"))) int kconnect_plugin_manifest() {
    return value;
}

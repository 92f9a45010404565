int vanished();

extern "C" __attribute__((visibility("default"))) int kconnect_plugin_manifest() {
    return vanished();
}

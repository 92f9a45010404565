int a_function_that_nobody_defines();

extern "C" __attribute__((visibility("default"))) int kconnect_plugin_manifest() {
    return a_function_that_nobody_defines();
}

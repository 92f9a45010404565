// A library that a plugin needs, and that is gone when the plugin is loaded.
__attribute__((visibility("default"))) int vanished() {
    return 1;
}

#pragma once

/// Marks what libkconnect_api.so and a plugin show to the outside; all else is hidden
/// (`-fvisibility=hidden` is set by kconnect_add_plugin()).
#define KCONNECT_API __attribute__((visibility("default")))

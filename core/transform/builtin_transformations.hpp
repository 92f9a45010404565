#pragma once

#include <span>
#include <string_view>

#include <kconnect/manifest.hpp>

namespace kconnect::transform {

/// The transformations and predicates that are part of the worker, by their Java class names.
/// Lives for ever.
std::span<const kconnect_plugin_entry> builtin_transformations();

/// What the class of that table is for, in one or two sentences; for the reference page.
std::string_view summary_of(std::string_view class_name);

/// Whether Apache Kafka has a transformation of this class that kconnect has not yet.
bool is_missing_transformation(std::string_view class_name);

}  // namespace kconnect::transform

#pragma once

#include <kconnect/testing/raw_records.hpp>  // IWYU pragma: export

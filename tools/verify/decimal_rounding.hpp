#pragma once

#include <string>
#include <string_view>

namespace kconnect::verify {

/// Appends a decimal number in its shortest plain form: rounded to `scale` digits behind the point
/// (halves away from zero; negative: all digits stay), without zeros at the end, `0` without sign.
/// Takes exponents; appends what is no number as it is.
void append_rounded(std::string& text, std::string_view number, int scale);

}  // namespace kconnect::verify

#include "src/builtin_dialects.hpp"

namespace kconnect::sql {

std::vector<const Dialect*> builtin_dialects() {
    return {};
}

}  // namespace kconnect::sql

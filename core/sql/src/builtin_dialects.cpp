#include "src/builtin_dialects.hpp"

#include "postgresql/postgresql_dialect.hpp"

namespace kconnect::sql {

std::vector<const Dialect*> builtin_dialects() {
    return {&postgresql::postgresql_dialect()};
}

}  // namespace kconnect::sql
